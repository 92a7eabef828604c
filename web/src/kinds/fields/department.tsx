// One department of the organisation.
import { isRef } from '@/core/search'
import type { Ref } from '@/core/types'
import { useText } from '@/i18n'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { Picker } from '../Picker'
import { Empty, RefLink } from '../RefCell'
import { RefsOperand } from '../RefsOperand'

function Cell({ value }: CellProps) {
  return isRef(value) ? <RefLink value={value} form={undefined} /> : <Empty />
}

function Editor({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  return (
    <Picker
      {...rest}
      from="departments"
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
  const words = [{ value: 'mine', label: t('myDepartment') }]
  return (
    <RefsOperand
      aria-label={rest['aria-label']}
      from="departments"
      titlesOf="department"
      value={value}
      onChange={onChange}
      single={op === 'eq'}
      words={settled ? [] : words}
    />
  )
}

const department: FieldKind = {
  key: 'department',
  icon: 'people',
  Cell,
  Editor,
  Operand,
  width: 120,
  toWrite: (v) => (v as Ref | null)?.id ?? null,
}
export default department
