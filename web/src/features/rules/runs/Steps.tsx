// Steps of a run or of a trial, in order: where each stands, what it did, why it failed.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { RecordName } from './RunsTable'
import css from './Runs.module.css'
import { partsOf, type Step } from './runs'

const WORDS = new Map<string, 'run.yes' | 'run.no' | 'run.each'>([
  ['then', 'run.yes'],
  ['else', 'run.no'],
  ['steps', 'run.each'],
])

/** `would`: of a trial nothing was done, it only would have been. */
export function Steps({ steps, none, would = false }: { steps: Step[]; none: string; would?: boolean }) {
  if (steps.length === 0) return <p className="t2">{none}</p>
  return (
    <ol className={css.steps}>
      {steps.map((step, at) => (
        <Line key={at} step={step} would={would} />
      ))}
    </ol>
  )
}

function Line({ step, would }: { step: Step; would: boolean }) {
  const t = useText('rules')
  const f = useFormat()
  const parts = partsOf(step.path)
  const said = (part: string) => {
    const word = WORDS.get(part)
    return word ? t(word) : part
  }
  const place = parts.map(said).join(' · ')
  const deep = Math.min(parts.filter((part) => WORDS.has(part)).length, 4)
  return (
    <li className={step.error ? css.failedStep : css.step} style={{ marginInlineStart: deep * 16 }}>
      <Icon name={step.error ? 'warn' : 'check'} size={14} />
      <div className={css.what}>
        <span className={css.stepHead}>
          <b>{step.label}</b>
          <span className="caption">{t('run.step', { path: place })}</span>
          {step.at && <time className="caption">{f.moment(step.at)}</time>}
        </span>
        {step.error ? <Failed step={step} /> : <Did step={step} would={would} />}
      </div>
    </li>
  )
}

function Failed({ step }: { step: Step }) {
  const fields = step.error?.fields ?? []
  return (
    <span className={css.error}>
      {[step.error?.detail, ...fields.map((each) => each.detail)].filter(Boolean).join(' · ')}
    </span>
  )
}

/** What a step did, from what the log keeps of it; of a trial also the texts. */
function Did({ step, would }: { step: Step; would: boolean }) {
  const t = useText('rules')
  const f = useFormat()
  const { admin } = useMe()
  const output = step.output ?? {}
  const notTold = Array.isArray(output.not_told) ? output.not_told.length : 0
  const names = step.people.map((each) => each.title ?? t('run.locked')).join(t('run.comma'))
  const text = [output.title, output.subject, output.text].filter((each) => typeof each === 'string' && each !== '')
  const said = [
    'met' in output && t(output.met ? 'run.met' : 'run.unmet'),
    typeof output.until === 'string' && t('run.until', { at: f.moment(output.until) }),
    names && t(would ? 'run.wouldTell' : 'run.told', { names }),
    step.fields.length > 0 && t(would ? 'run.wouldChange' : 'run.fields', { fields: step.fields.join(t('run.comma')) }),
    step.sent > 0 && t(would ? 'run.wouldSend' : 'run.sent', { count: step.sent }),
    notTold > 0 && t('run.notTold', { count: notTold }),
  ].filter(Boolean)
  return (
    <span className="t2">
      {said.join(' · ')}
      {step.records.length > 0 && (
        <span className={css.made}>
          {t('run.made')}
          {step.records.map((each, at) => (
            <span key={`${each.form} ${each.id}`}>
              {at > 0 && t('run.comma')}
              <RecordName record={each} />
            </span>
          ))}
        </span>
      )}
      {step.sent > 0 && step.at && admin && (
        <>
          {' '}
          · <Link to="/settings/deliveries">{t('run.deliveries')}</Link>
        </>
      )}
      {text.map((each, at) => (
        <q key={at} className={css.quoted}>
          {String(each)}
        </q>
      ))}
    </span>
  )
}
