// One of several choices.
import { MultiSelect, Select } from '@/ui'
import { ChoiceText, isOtherwise, keyOf, OTHER, OtherInput, useChoiceOptions } from '../choiceOptions'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  if (isOtherwise(value) && value.other) return <span className="ellipsis">{value.other}</span>
  const key = keyOf(value)
  return key ? <ChoiceText field={field} value={key} /> : <Empty />
}

function Editor(props: EditorProps) {
  return props.field.options?.other ? <WithOther {...props} /> : <One {...props} />
}

function One({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  return (
    <Select
      {...rest}
      options={useChoiceOptions(field)}
      value={keyOf(value)}
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

/** Choosing "other" asks for its text before the value is finished. */
function WithOther(props: EditorProps) {
  const { value, onChange, onDone, field } = props
  const options = useChoiceOptions(field)
  const other = keyOf(value) === OTHER
  const text = isOtherwise(value) ? (value.other ?? '') : ''
  return (
    <span className={css.lines}>
      <Select
        id={props.id}
        aria-label={props['aria-label']}
        disabled={props.disabled}
        invalid={props.invalid}
        size={props.size}
        autoFocus={props.autoFocus}
        options={options}
        value={keyOf(value)}
        clearable={!field.required}
        defaultOpen={Boolean(props.autoFocus && onDone && !other)}
        onChange={(v) => {
          onChange(v === OTHER ? { other: text } : v)
          if (v !== OTHER) onDone?.(v)
        }}
      />
      {other && (
        <OtherInput
          value={text}
          autoFocus={Boolean(onDone)}
          disabled={props.disabled}
          size={props.size}
          onChange={(v) => onChange({ other: v })}
          onDone={onDone && (() => onDone())}
        />
      )}
    </span>
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
