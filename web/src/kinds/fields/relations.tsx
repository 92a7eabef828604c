// Several records of another form.
import { useText } from '@/i18n'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { ManyPicker } from '../Picker'
import { Empty, RefLink } from '../RefCell'
import { refsOf, writeRefs } from '../refs'
import { RefsOperand } from '../RefsOperand'

function Cell({ value, field }: CellProps) {
  const t = useText('fields')
  const all = refsOf(value)
  if (all.length === 0) return <Empty />
  return (
    <span className={css.tags} title={all.map((r) => r.title).join(' · ')}>
      {all.slice(0, 2).map((r) => (
        <RefLink key={r.id} value={r} form={field.options?.target} />
      ))}
      {all.length > 2 && <span className="caption">{t('moreItems', { count: all.length - 2 })}</span>}
    </span>
  )
}

function Editor({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  return (
    <ManyPicker
      {...rest}
      from={{ records: field.options?.target ?? '' }}
      value={refsOf(value)}
      onChange={onChange}
      onClose={() => onDone?.()}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
    />
  )
}

function Operand({ value, onChange, field, ...rest }: OperandProps) {
  const target = field.options?.target ?? ''
  return (
    <RefsOperand
      aria-label={rest['aria-label']}
      from={{ records: target }}
      titlesOf={target}
      value={value}
      onChange={onChange}
    />
  )
}

const relations: FieldKind = {
  key: 'relations',
  icon: 'link',
  Cell,
  Editor,
  Operand,
  width: 200,
  toWrite: writeRefs,
}
export default relations
