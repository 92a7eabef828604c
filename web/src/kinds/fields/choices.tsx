// Several of several choices, as tags.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Chip, MultiSelect } from '@/ui'
import { choicesOf, isOtherwise, keyOf, OTHER, OtherInput, useChoiceOptions } from '../choiceOptions'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const SHOWN = 2

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  const t = useText('fields')
  const values: unknown[] = Array.isArray(value) ? value : []
  if (values.length === 0) return <Empty />
  const named = values.map((v) => ({
    key: keyOf(v) ?? '',
    text: isOtherwise(v) ? v.other : null,
    choice: choicesOf(field).find((c) => c.key === keyOf(v)),
  }))
  const name = (n: (typeof named)[number]) => n.text || f.words(n.choice?.label) || n.key
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
  const options = useChoiceOptions(field)
  const values: unknown[] = Array.isArray(value) ? value : []
  const keys = values.map(keyOf).filter((key) => key !== null)
  const other = field.options?.other === true && keys.includes(OTHER)
  const text = values.find(isOtherwise)?.other ?? ''
  return (
    <span className={css.lines}>
      <MultiSelect
        {...rest}
        options={options}
        value={keys}
        onChange={(next) => onChange(next.map((key) => (key === OTHER && text ? { other: text } : key)))}
        onClose={() => !other && onDone?.()}
        defaultOpen={Boolean(rest.autoFocus && onDone)}
      />
      {other && (
        <OtherInput
          value={text}
          autoFocus={Boolean(onDone)}
          disabled={rest.disabled}
          size={rest.size}
          onChange={(v) => onChange(keys.map((key) => (key === OTHER ? (v ? { other: v } : OTHER) : key)))}
          onDone={onDone && (() => onDone())}
        />
      )}
    </span>
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
