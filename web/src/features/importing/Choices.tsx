// Words of the file that no option or record is called: take a suggestion, pick another, or make a new one.
import { useState } from 'react'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePick } from '@/core/search'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import css from './Importing.module.css'
import type { ChoiceGuess, ImportColumn, ImportOptions, ImportPatch, ImportSheet, LinkGuess } from './imports'

type Props = {
  form: Form
  sheet: ImportSheet
  makes: ImportOptions['create_missing']
  onChange: (patch: ImportPatch) => void
}

const AS_OPTIONS_SAY = '\u0000' // no key of an option

export function Choices({ form, sheet, makes, onChange }: Props) {
  const t = useText('importing')
  const f = useFormat()
  const columns = sheet.columns.filter((c) => c.field && ((c.choices?.length ?? 0) > 0 || (c.links?.length ?? 0) > 0))
  const set = (c: ImportColumn, part: object) =>
    onChange({ sheets: [{ name: sheet.name, columns: [{ index: c.index, ...part }] }] })
  if (columns.length === 0) return <p className={`caption ${css.where}`}>{t('noGuesses')}</p>
  return (
    <div>
      {columns.map((c) => {
        const field = fieldOf(form, c.field!)
        if (!field) return null
        return (
          <section key={c.index} className={css.guesses}>
            <h3>{f.words(field.label)}</h3>
            {(c.choices ?? []).map((g) => (
              <ChoiceRow
                key={g.raw}
                guess={g}
                field={field}
                makes={makes.choices}
                onPick={(key) => set(c, { choices: [{ raw: g.raw, key }] })}
              />
            ))}
            {(c.links ?? []).map((g) => (
              <LinkRow
                key={g.raw}
                guess={g}
                field={field}
                makes={field.kind === 'person' ? makes.people : makes.links}
                onPick={(id) => set(c, { links: [{ raw: g.raw, id }] })}
              />
            ))}
          </section>
        )
      })}
    </div>
  )
}

function GuessLine({ raw, count, children }: { raw: string; count: number; children: React.ReactNode }) {
  const t = useText('importing')
  return (
    <div className={css.guess}>
      <span className="ellipsis">
        “{raw}” <span className="caption">{t('times', { count })}</span>
      </span>
      {children}
    </div>
  )
}

function ChoiceRow({
  guess,
  field,
  makes,
  onPick,
}: {
  guess: ChoiceGuess
  field: Field
  makes: boolean
  onPick: (key: string | null) => void
}) {
  const t = useText('importing')
  const f = useFormat()
  const options = [
    ...(makes ? [{ value: AS_OPTIONS_SAY, label: t('asNew') }] : []),
    { value: '', label: t('leaveEmpty') },
    ...(field.options?.choices ?? []).map((c) => ({
      value: c.key,
      label: c.key === guess.suggestion ? t('suggested', { name: f.words(c.label) }) : f.words(c.label),
    })),
  ]
  return (
    <GuessLine raw={guess.raw} count={guess.count}>
      <Select
        size="small"
        value={guess.key ?? (makes ? AS_OPTIONS_SAY : '')}
        onChange={(v) => onPick(v === AS_OPTIONS_SAY ? null : v)}
        options={options}
        width={220}
        aria-label={t('meaningOf', { raw: guess.raw })}
      />
    </GuessLine>
  )
}

type LinkProps = { guess: LinkGuess; field: Field; makes: boolean; onPick: (id: number | null) => void }

function LinkRow({ guess, field, makes, onPick }: LinkProps) {
  const t = useText('importing')
  const [q, setQ] = useState(guess.suggestion ?? guess.raw)
  const from =
    field.kind === 'person'
      ? 'people'
      : field.kind === 'department'
        ? 'departments'
        : { records: field.options?.target ?? '' }
  const hits = usePick(from, q)
  const options = [
    ...(guess.locked ? [{ value: -1, label: t('lockedLink') }] : makes ? [{ value: -1, label: t('asNew') }] : []),
    { value: 0, label: t('leaveEmpty') },
    ...(hits.data ?? []).map((h) => ({
      value: h.id,
      label: h.title === guess.suggestion ? t('suggested', { name: h.title }) : h.title,
    })),
  ]
  return (
    <GuessLine raw={guess.raw} count={guess.count}>
      <Select
        size="small"
        value={guess.id ?? (makes || guess.locked ? -1 : 0)}
        onChange={(v) => onPick(v === -1 ? null : v)}
        onSearch={setQ}
        options={options}
        width={220}
        aria-label={t('meaningOf', { raw: guess.raw })}
      />
    </GuessLine>
  )
}
