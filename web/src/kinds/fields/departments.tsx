// Several departments of the organisation.
import { useText } from '@/i18n'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { ManyPicker } from '../Picker'
import { Empty, RefLink } from '../RefCell'
import { refsOf, writeRefs } from '../refs'
import { RefsOperand } from '../RefsOperand'

const SHOWN = 2

function Cell({ value, full }: CellProps) {
  const t = useText('fields')
  const all = refsOf(value)
  if (all.length === 0) return <Empty />
  const shown = full ? all : all.slice(0, SHOWN)
  return (
    <span className={full ? css.pictures : css.tags} title={all.map((r) => r.title).join(' · ')}>
      {shown.map((r) => (
        <RefLink key={r.id} value={r} form={undefined} />
      ))}
      {all.length > shown.length && (
        <span className="caption">{t('moreItems', { count: all.length - shown.length })}</span>
      )}
    </span>
  )
}

function Editor({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  return (
    <ManyPicker
      {...rest}
      from="departments"
      value={refsOf(value)}
      onChange={onChange}
      onClose={() => onDone?.()}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
    />
  )
}

function Operand({ value, onChange, settled, ...rest }: OperandProps) {
  const t = useText('fields')
  return (
    <RefsOperand
      aria-label={rest['aria-label']}
      from="departments"
      titlesOf="department"
      value={value}
      onChange={onChange}
      words={settled ? [] : [{ value: 'mine', label: t('myDepartment') }]}
    />
  )
}

const departments: FieldKind = {
  key: 'departments',
  icon: 'people',
  Cell,
  Editor,
  Operand,
  width: 176,
  toWrite: writeRefs,
}
export default departments
