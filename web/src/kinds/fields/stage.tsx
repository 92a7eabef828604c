// The stage of a record: level glyph and name; it moves through gates, never as a plain edit.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import type { Field, Form, Stage } from '@/core/types'
import { MultiSelect, Select, StageName } from '@/ui'
import { choicesOf } from '../choiceOptions'
import type { CellProps, FieldKind, OperandProps } from '../kind'
import { Empty } from '../RefCell'

/** Stages of the form, else what the field lists as choices. */
function stagesFor(field: Field, form: Form | undefined): Stage[] {
  const stages = form?.pipelines?.flatMap((p) => p.stages) ?? []
  return stages.length
    ? stages
    : choicesOf(field).map((c) => ({ key: c.key, label: c.label, type: 'open' as const, probability: 50 }))
}

function Cell({ value, field, form }: CellProps) {
  const f = useFormat()
  const stage = stagesFor(field, form).find((s) => s.key === value)
  return stage ? <StageName stage={stage} name={f.words(stage.label)} /> : <Empty />
}

function Operand({ value, onChange, field, op, ...rest }: OperandProps) {
  const f = useFormat()
  const forms = useForms()
  const form = forms.data?.items.find((x) => x.system.includes(field) || x.fields.includes(field))
  const options = stagesFor(field, form).map((s) => ({
    value: s.key,
    search: f.words(s.label),
    label: <StageName stage={s} name={f.words(s.label)} />,
  }))
  if (op === 'eq' || op === 'ne')
    return (
      <Select
        aria-label={rest['aria-label']}
        options={options}
        value={typeof value === 'string' ? value : null}
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

const stage: FieldKind = { key: 'stage', icon: 'deal', Cell, Operand, width: 116 }
export default stage
