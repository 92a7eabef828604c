// The options of a choice field: in order, each with colour, names, aliases; many pasted at once; archived ones below.
import { useState } from 'react'
import type { Choice } from '@/core/types'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, FieldError, TextArea } from '@/ui'
import { useBench } from '../sight'
import { addChoice, changeChoice, moveChoice, pasteChoices, twins } from '../model/choices'
import { fieldAt } from '../model/paths'
import { Sortable } from '../parts/Sortable'
import { inBoth } from '../words'
import { ChoiceRow } from './ChoiceRow'
import css from './Choices.module.css'
import type { OptionProps } from './SchemaForm'

export function ChoicesEditor({ label, value, onChange, error }: OptionProps) {
  const t = useText('designer')
  const f = useFormat()
  const { chosen, inForce } = useBench()
  const [open, setOpen] = useState<string | null>(null)
  const [pasting, setPasting] = useState(false)
  const choices = (value as Choice[] | undefined) ?? []
  const kept = keptKeys(chosen.fields[0], inForce)
  const same = twins(choices)
  const shown = choices.filter((c) => !c.archived)
  const archived = choices.filter((c) => c.archived)
  const row = (choice: Choice, grip: React.ReactNode) => (
    <ChoiceRow
      choice={choice}
      grip={grip}
      twin={same.has(choice.key)}
      open={open === choice.key}
      onOpen={() => setOpen(open === choice.key ? null : choice.key)}
      onChange={(change) => onChange(changeChoice(choices, choice.key, change), true)}
      onRemove={kept.has(choice.key) ? undefined : () => onChange(choices.filter((c) => c !== choice))}
    />
  )
  return (
    <section className={css.choices} aria-label={label}>
      <h3 className={css.title}>
        {label} <span className="caption">{shown.length}</span>
      </h3>
      <FieldError>{error}</FieldError>
      {same.size > 0 && <p className={css.twins}>{t('twinChoices')}</p>}
      <Sortable
        items={shown}
        keyOf={(c) => c.key}
        nameOf={(c) => f.words(c.label)}
        onMove={(key, before) => onChange(moveChoice(choices, key, before))}
      >
        {row}
      </Sortable>
      <div className={css.foot}>
        <Button
          size="small"
          look="text"
          icon="plus"
          onClick={() => onChange(addChoice(choices, inBoth('option', shown.length + 1)))}
        >
          {t('addChoice')}
        </Button>
        <Button size="small" look="text" icon="copy" on={pasting} onClick={() => setPasting(!pasting)}>
          {t('pasteChoices')}
        </Button>
      </div>
      {pasting && <Pasting choices={choices} onChange={onChange} onDone={() => setPasting(false)} />}
      {archived.length > 0 && (
        <>
          <h4 className="caption">{t('archivedChoices')}</h4>
          {archived.map((c) => (
            <div key={c.key}>{row(c, null)}</div>
          ))}
        </>
      )}
    </section>
  )
}

/** Options that are in force may be used by records: they are archived, never thrown away. */
function keptKeys(path: string | undefined, inForce: ReturnType<typeof useBench>['inForce']): Set<string> {
  const before = path && inForce ? fieldAt(inForce, path)?.options?.choices : undefined
  return new Set((before ?? []).map((c) => c.key))
}

/** Nobody has named it yet: lines that are pasted take its place. */
const isProposed = (choice: Choice): boolean => {
  const n = /\d+$/.exec(choice.label['en-US'] ?? '')?.[0] ?? ''
  return JSON.stringify(choice.label) === JSON.stringify(inBoth('option', n))
}

type PastingProps = { choices: Choice[]; onChange: OptionProps['onChange']; onDone: () => void }

function Pasting({ choices, onChange, onDone }: PastingProps) {
  const t = useText('designer')
  const { locale } = useFormat()
  const [text, setText] = useState('')
  const { inForce, chosen } = useBench()
  const kept = keptKeys(chosen.fields[0], inForce)
  const named = choices.filter((c) => kept.has(c.key) || !isProposed(c))
  const result = pasteChoices(named, text, locale)
  return (
    <div className={css.pasting}>
      <TextArea
        autoFocus
        rows={[4, 12]}
        value={text}
        onChange={setText}
        placeholder={t('pasteHint')}
        aria-label={t('pasteChoices')}
      />
      <Button
        size="small"
        look="accent"
        disabled={result.added === 0}
        onClick={() => {
          onChange(result.choices)
          onDone()
        }}
      >
        {t('addCount', { count: result.added })}
      </Button>
    </div>
  )
}
