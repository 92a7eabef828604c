// One member of the workspace.
import { isRef } from '@/core/search'
import type { Ref } from '@/core/types'
import { useText } from '@/i18n'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { Picker } from '../Picker'
import { PersonCell } from '../RefCell'
import { RefsOperand } from '../RefsOperand'

function Cell({ value }: CellProps) {
  return <PersonCell value={isRef(value) ? value : null} />
}

function Editor({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  return (
    <Picker
      {...rest}
      from="people"
      value={isRef(value) ? value : null}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
      onChange={(v) => {
        onChange(v)
        onDone?.(v)
      }}
      onClose={() => onDone?.()}
    />
  )
}

function Operand({ value, onChange, op, settled, ...rest }: OperandProps) {
  const t = useText('fields')
  const words = [
    { value: 'me', label: t('me') },
    { value: 'my_reports', label: t('myReports') },
    { value: 'me_and_reports', label: t('meAndReports') },
  ]
  return (
    <RefsOperand
      aria-label={rest['aria-label']}
      from="people"
      titlesOf="user"
      value={value}
      onChange={onChange}
      single={op === 'eq' || op === 'ne'}
      words={settled ? [] : words}
    />
  )
}

const person: FieldKind = {
  key: 'person',
  icon: 'contact',
  Cell,
  Editor,
  Operand,
  width: 108,
  toWrite: (v) => (v as Ref | null)?.id ?? null,
}
export default person
