// The rule tried out on a real record: every step done in earnest, told, and taken back.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Field, Icon } from '@/ui'
import { tryRule } from '../api'
import { useDesign } from '../bench'
import { PairsInput } from '../parts/PairsInput'
import { useSample } from '../sample'
import css from './Panel.module.css'
import { TrialSteps } from './TrialSteps'

type Failure = { message: string; details: string[] }

export function TestTab() {
  const t = useText('ruleDesigner')
  const { rule, definition, body, trial, setTrial } = useDesign()
  const { record, setRecord } = useSample()
  const [sent, setSent] = useState<{ [name: string]: unknown }>({})
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failure | null>(null)
  const hook = definition.trigger.kind === 'webhook'
  const run = async () => {
    setBusy(true)
    setFailed(null)
    const asked = { form: rule.form, definition, record: record?.id ?? 0, label: body.label }
    try {
      setTrial(await tryRule(hook ? { ...asked, body: nested(sent) } : asked))
    } catch (e) {
      setTrial(null)
      setFailed(failureOf(e, t('test.invalid')))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={css.part} aria-label={t('tabs.test')}>
      <p className="t2">{t('test.why')}</p>
      {rule.form && (
        <Field label={t('test.record')}>
          {(ids) => <Picker {...ids} from={{ records: rule.form! }} value={record} onChange={setRecord} />}
        </Field>
      )}
      {hook && (
        <Field label={t('test.body')}>
          {() => <PairsInput value={sent} onChange={setSent} block="" path="" label={t('test.body')} />}
        </Field>
      )}
      <Button
        look="accent"
        icon="play"
        loading={busy}
        disabled={rule.form !== null && !record}
        onClick={() => void run()}
        data-testid="try"
      >
        {t(trial ? 'test.again' : 'test.run')}
      </Button>
      {rule.form && !record && <p className="caption">{t('test.first')}</p>}
      {failed && (
        <div className={css.problem} role="alert">
          {failed.message}
          <ul>
            {failed.details.map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </div>
      )}
      {trial && <Told />}
    </section>
  )
}

function Told() {
  const t = useText('ruleDesigner')
  const { trial } = useDesign()
  if (!trial) return null
  const verdict = !trial.seen ? 'notSeen' : trial.meets === false ? 'meetsNot' : trial.meets ? 'meets' : null
  return (
    <div role="status" className={css.told}>
      {verdict && (
        <p className={verdict === 'meets' ? css.good : css.note}>
          <Icon name={verdict === 'meets' ? 'check' : 'info'} size={14} />
          <span>{t(`test.${verdict}`)}</span>
        </p>
      )}
      {trial.steps.length === 0 ? <p className="caption">{t('test.nothing')}</p> : <TrialSteps trial={trial} />}
      {!trial.whole && trial.steps.length >= 100 && <p className="caption">{t('test.notWhole')}</p>}
    </div>
  )
}

function failureOf(e: unknown, invalid: string): Failure {
  if (!isProblem(e)) return { message: String(e), details: [] }
  const details = [...new Set(e.errors.map((each) => each.detail))]
  return { message: details.length > 0 ? invalid : e.message, details }
}

/** `order.number` is the number inside of the order. */
export function nested(pairs: { [name: string]: unknown }): { [name: string]: unknown } {
  const body: { [name: string]: unknown } = {}
  for (const [name, value] of Object.entries(pairs)) {
    const parts = name.split('.').filter((part) => part !== '' && part !== '__proto__')
    let here = body
    for (const part of parts.slice(0, -1)) {
      const next = here[part]
      here[part] = typeof next === 'object' && next !== null ? next : {}
      here = here[part] as { [name: string]: unknown }
    }
    if (parts.length > 0) here[parts[parts.length - 1]!] = value
  }
  return body
}
