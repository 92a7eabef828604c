// The times it would have run, one by one: for which record, and what each step would have done.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { RecordName } from '../runs/RunsTable'
import { Steps } from '../runs/Steps'
import css from './Rehearsal.module.css'
import type { Rehearsal, Sample, Trial } from './rehearsal'

type Props = { told: Rehearsal; day: string | null; onDay: (day: string | null) => void }

export function Samples({ told, day, onDay }: Props) {
  const t = useText('rules')
  const f = useFormat()
  const here = day ? (told.by_day.find((each) => each.date === day)?.count ?? 0) : told.total
  const hidden = here - told.samples.length
  return (
    <section className={css.samples}>
      <h3>
        {day ? t('rehearsal.ofDay', { day: f.longDay(day) }) : t('rehearsal.newest')}
        {day && (
          <Button size="small" look="text" onClick={() => onDay(null)}>
            {t('rehearsal.allDays')}
          </Button>
        )}
      </h3>
      <ul>
        {told.samples.map((each, at) => (
          <Line key={`${each.at} ${each.record?.id ?? at}`} sample={each} />
        ))}
      </ul>
      {hidden > 0 && !day && <p className="caption">{t('rehearsal.moreHidden', { count: hidden })}</p>}
    </section>
  )
}

function Line({ sample }: { sample: Sample }) {
  const f = useFormat()
  return (
    <li>
      <span className={css.sampleHead}>
        <b>
          <RecordName record={sample.record} />
        </b>
        <time className="caption" title={f.exact(sample.at)}>
          {f.moment(sample.at)}
        </time>
      </span>
      {sample.trial && <Tried trial={sample.trial} />}
    </li>
  )
}

function Tried({ trial }: { trial: Trial }) {
  const t = useText('rules')
  if (!trial.seen) return <span className="caption">{t('rehearsal.unseen')}</span>
  return (
    <>
      {trial.meets === false && <span className="caption">{t('rehearsal.wouldNot')}</span>}
      <Steps steps={trial.steps} none={t('run.noSteps')} would />
    </>
  )
}
