// A rehearsal: what a rule would have done over the last days, day by day; nothing of it stays.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, ProgressLine, Segmented } from '@/ui'
import { DayBars } from './DayBars'
import css from './Rehearsal.module.css'
import { Samples } from './Samples'
import { useRehearsal, type Days, type Rehearsal } from './rehearsal'

type Props = { ruleKey?: string; form: string | null; definition: object }

export function Rehearse({ form, definition }: Props) {
  const t = useText('rules')
  const [days, setDays] = useState<Days>('30')
  const [day, setDay] = useState<string | null>(null)
  const told = useRehearsal(form, definition, days, day)
  const client = useQueryClient()
  const choose = (to: Days) => {
    setDay(null)
    setDays(to)
  }
  return (
    <div className={css.rehearsal}>
      <div className={css.bar}>
        <Segmented<Days>
          value={days}
          onChange={choose}
          aria-label={t('rehearsal.days')}
          options={(['7', '30', '90'] as const).map((value) => ({ value, label: t(`rehearsal.d${value}`) }))}
        />
        {told.isFetching ? (
          <Button size="small" onClick={() => void client.cancelQueries({ queryKey: ['rehearsal'] })}>
            {t('rehearsal.stop')}
          </Button>
        ) : (
          <Button size="small" look="text" icon="refresh" onClick={() => void told.refetch()}>
            {t('rehearsal.again')}
          </Button>
        )}
      </div>
      <p className="caption">{t('rehearsal.nothingStays')}</p>
      <ProgressLine active={told.isFetching} />
      {told.isPending && <p className="t2">{t(told.isFetching ? 'rehearsal.working' : 'rehearsal.stopped')}</p>}
      {told.isError && <Refused error={told.error} retry={() => void told.refetch()} />}
      {told.data && <Told told={told.data} day={day} onDay={setDay} />}
    </div>
  )
}

/** A definition that is not complete says what is missing. */
function Refused({ error, retry }: { error: Error; retry: () => void }) {
  const t = useText('rules')
  if (!isProblem(error) || error.status !== 422) return <ErrorState error={error} retry={retry} compact />
  const said = [...new Set((error.body.errors ?? []).map((each) => each.detail))].join(' · ')
  return <EmptyState what={t('rehearsal.invalid')} why={t('rehearsal.mend', { what: said || error.message })} />
}

function Told({ told, day, onDay }: { told: Rehearsal; day: string | null; onDay: (day: string | null) => void }) {
  const t = useText('rules')
  const f = useFormat()
  if (!told.possible) return <EmptyState what={t('rehearsal.notPossible')} why={t('rehearsal.notPossibleWhy')} />
  const since = f.shortDate(told.since)
  return (
    <>
      {told.total === 0 ? (
        <EmptyState what={t('rehearsal.never', { since })} why={t('rehearsal.neverWhy')} />
      ) : (
        <p className={css.figure}>
          <b>{t('rehearsal.would', { count: told.total, since })}</b>
          {told.samples.some((each) => each.record) && (
            <span className="t2">{t('rehearsal.records', { count: told.records })}</span>
          )}
        </p>
      )}
      <Doubts told={told} />
      {told.total > 0 && (
        <>
          <DayBars told={told} day={day} onDay={onDay} />
          <Samples told={told} day={day} onDay={onDay} />
        </>
      )}
    </>
  )
}

/** What this rehearsal does not know. */
function Doubts({ told }: { told: Rehearsal }) {
  const t = useText('rules')
  const said = [
    !told.whole && t('rehearsal.notWhole'),
    told.unsure.length > 0 && t('rehearsal.unsure', { fields: told.unsure.join(t('run.comma')) }),
    told.total > 0 && t('rehearsal.asToday'),
  ].filter(Boolean)
  return (
    <ul className={css.doubts}>
      {said.map((each) => (
        <li key={String(each)}>{each}</li>
      ))}
    </ul>
  )
}
