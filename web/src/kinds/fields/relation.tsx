// One record of another form, or of any form (target "*").
import { isRef } from '@/core/search'
import type { Field, Value } from '@/core/types'
import { AnyRecordPicker } from '../AnyRecordPicker'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { Picker } from '../Picker'
import { Empty, RefLink } from '../RefCell'
import { RefsOperand } from '../RefsOperand'

const targetOf = (field: Field): string => (field.options?.target as string | undefined) ?? '*'

function Cell({ value, field }: CellProps) {
  if (!isRef(value)) return <Empty />
  return <RefLink value={value} form={value.form ?? targetOf(field)} />
}

function Editor(props: EditorProps) {
  const { value, onChange, onDone, field, form: _f, ...rest } = props
  const target = targetOf(field)
  if (target === '*') return <AnyRecordPicker {...props} />
  return (
    <Picker
      {...rest}
      from={{ records: target }}
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

function Operand({ value, onChange, field, op, ...rest }: OperandProps) {
  const target = targetOf(field)
  return (
    <RefsOperand
      aria-label={rest['aria-label']}
      from={{ records: target }}
      titlesOf={target}
      value={value}
      onChange={onChange}
      single={op === 'eq' || op === 'ne'}
    />
  )
}

function toWrite(value: Value, field: Field): Value {
  if (!isRef(value)) return value ?? null
  return targetOf(field) === '*' ? { form: value.form, id: value.id } : value.id
}

const relation: FieldKind = { key: 'relation', icon: 'link', Cell, Editor, Operand, width: 168, toWrite }
export default relation
