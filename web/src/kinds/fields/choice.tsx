// One of several choices.
import { MultiSelect, Select } from '@/ui'
import { ChoiceText, useChoiceOptions } from '../choiceOptions'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  return typeof value === 'string' && value ? <ChoiceText field={field} value={value} /> : <Empty />
}

function Editor({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  return (
    <Select
      {...rest}
      options={useChoiceOptions(field)}
      value={(value as string | null) ?? null}
      clearable={!field.required}
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
  const options = useChoiceOptions(field)
  if (op === 'eq' || op === 'ne')
    return (
      <Select
        aria-label={rest['aria-label']}
        options={options}
        value={(value as string | null) ?? null}
        onChange={onChange}
      />
    )
  return (
    <MultiSelect
      aria-label={rest['aria-label']}
      options={options}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={onChange}
    />
  )
}

const choice: FieldKind = { key: 'choice', icon: 'tag', Cell, Editor, Operand, width: 108 }
export default choice
