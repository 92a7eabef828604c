// Several of several choices, as tags.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Chip, MultiSelect } from '@/ui'
import { choicesOf, useChoiceOptions } from '../choiceOptions'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const SHOWN = 2

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  const t = useText('fields')
  const keys = Array.isArray(value) ? (value as string[]) : []
  if (keys.length === 0) return <Empty />
  const named = keys.map((key) => ({ key, choice: choicesOf(field).find((c) => c.key === key) }))
  const name = (n: (typeof named)[number]) => f.words(n.choice?.label) || n.key
  return (
    <span className={css.tags} title={named.map(name).join(' · ')}>
      {named.slice(0, SHOWN).map((n) => (
        <Chip key={n.key} colour={n.choice?.colour}>
          {name(n)}
        </Chip>
      ))}
      {named.length > SHOWN && <span className="caption">{t('moreItems', { count: named.length - SHOWN })}</span>}
    </span>
  )
}

function Editor({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  return (
    <MultiSelect
      {...rest}
      options={useChoiceOptions(field)}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={onChange}
      onClose={() => onDone?.()}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
    />
  )
}

function Operand({ value, onChange, field, ...rest }: OperandProps) {
  return (
    <MultiSelect
      aria-label={rest['aria-label']}
      options={useChoiceOptions(field)}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={onChange}
    />
  )
}

const choices: FieldKind = { key: 'choices', icon: 'tag', Cell, Editor, Operand, width: 168 }
export default choices
