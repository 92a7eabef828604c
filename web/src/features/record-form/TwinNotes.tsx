// What may be there already while a record is filled in: each with its owner and last follow-up as far as one may know,
// who was first, and a way to ask its owner to be taken in.
import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import { useAskToJoin, useTwins, type Met, type Twin } from '@/core/twins'
import type { Form, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip, DateWords } from '@/ui'
import css from './record-form.module.css'

type Values = { [key: string]: Value }

export function TwinNotes({ form, values }: { form: Form; values: Values }) {
  const t = useText('twins')
  const met = useTwins(form, values)
  const list = useRef<HTMLUListElement>(null)
  if (met.items.length === 0) return <div role="status" />
  const records = byRecord(met.items)
  return (
    <>
      {/* Stays in sight below what is being typed, however long the form is. */}
      <div role="status" className={css.twinsBar}>
        <button
          type="button"
          className="link-button"
          onClick={() => list.current?.scrollIntoView({ block: 'nearest' })}
        >
          {t('met', { count: records.length })}
        </button>
      </div>
      <ul ref={list} className={css.twins}>
        {records.map((same, i) => (
          <li key={`${same[0]!.key}.${same[0]!.form}.${same[0]!.id ?? i}`}>
            <OneTwin form={form} values={values} same={same} met={met} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What is met of one record by several keys stands together, what blocks first; of what is unseen each by itself. */
function byRecord(items: Twin[]): Twin[][] {
  const found = new Map<string, Twin[]>()
  for (const [i, twin] of items.entries()) {
    const key = `${twin.form}.${twin.id ?? `unseen ${i}`}`
    found.set(key, [...(found.get(key) ?? []), twin])
  }
  return [...found.values()].map((same) =>
    [...same].sort((a, b) => Number(b.kind === 'block') - Number(a.kind === 'block')),
  )
}

function OneTwin({ form, values, same, met }: { form: Form; values: Values; same: Twin[]; met: Met }) {
  const t = useText('twins')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const twin = same[0]!
  return (
    <>
      <p className={css.twinHead}>
        {twin.seen && twin.id !== null ? (
          <Link to={recordRoute(twin.form, twin.id)} target="_blank">
            {twin.title ?? f.words(twin.form_label)}
          </Link>
        ) : (
          <span className="t2">{t('unseen')}</span>
        )}
        {same.map((each) => (
          <Chip key={each.key} tone={each.kind === 'block' ? 'heat3' : 'outline'}>
            {t('same', { key: f.words(each.label) })}
            {each.kind === 'block' ? ` · ${t('blocks')}` : ''}
          </Chip>
        ))}
      </p>
      <p className="caption">
        {[f.words(twin.form_label), twin.owner?.title ? t('owner', { name: twin.owner.title }) : '']
          .filter(Boolean)
          .join(' · ')}
        {twin.seen && twin.last_activity_at !== undefined && (
          <>
            {' · '}
            {twin.last_activity_at ? (
              <>
                {t('lastFollow')} <DateWords value={twin.last_activity_at} ago />
              </>
            ) : (
              t('noFollow')
            )}
          </>
        )}
      </p>
      <p className={css.twinActs}>
        <Button size="small" look="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('who')}
        </Button>
        {twin.may_ask && <AskToJoin form={form} values={values} twin={twin} />}
      </p>
      {open && <Verdict twin={twin} met={met} />}
    </>
  )
}

/** Both sides with their moments, and which of them the key lets through. */
function Verdict({ twin, met }: { twin: Twin; met: Met }) {
  const t = useText('twins')
  const f = useFormat()
  const said = { key: f.words(twin.label), version: met.version }
  return (
    <div className={css.verdict}>
      <dl>
        <div>
          <dt>{t('theirs')}</dt>
          <dd>{twin.created_at ? f.exact(twin.created_at) : t('unknownSince')}</dd>
        </div>
        <div>
          <dt>{t('yours')}</dt>
          <dd>{t('now', { at: f.exact(met.at) })}</dd>
        </div>
      </dl>
      <p>{t(twin.kind === 'block' ? 'verdictBlock' : 'verdictWarn', said)}</p>
    </div>
  )
}

function AskToJoin({ form, values, twin }: { form: Form; values: Values; twin: Twin }) {
  const t = useText('twins')
  const ask = useAskToJoin(form, values)
  if (ask.isSuccess) return <span className="t2">{t(ask.data.told > 0 ? 'asked' : 'askedBefore')}</span>
  return (
    <Button
      size="small"
      look="text"
      icon="people"
      loading={ask.isPending}
      onClick={() => ask.mutate(twin, { onError: () => toast({ text: t('askFailed') }) })}
    >
      {t('ask')}
    </Button>
  )
}
