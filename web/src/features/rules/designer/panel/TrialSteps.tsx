// What each step of a trial would have done, in its order, in words.
import { useFormat } from '@/core/format'
import { fieldOf } from '@/core/forms'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { iconOf } from '../actions'
import { useDesign } from '../bench'
import { split, stepAt } from '../model/tree'
import type { Step, Trial, TrialStep } from '../model/types'
import { opening, Said } from '../parts/Said'
import { listOf, textOf } from '../words/common'
import { useStepWords } from '../words/step'
import { useValueWords } from '../words/values'
import css from './Panel.module.css'

export function TrialSteps({ trial }: { trial: Trial }) {
  const words = useStepWords()
  const { definition, choose } = useDesign()
  const items = [...new Set(trial.steps.map((x) => x.item).filter((x) => x !== null))]
  return (
    <ol className={css.trial}>
      {trial.steps.map((x, i) => {
        const step = stepAt(definition.steps, x.path) ?? ({ do: x.do } as Step)
        return (
          <li key={i} className={x.error ? css.failedStep : ''}>
            <span className={css.number}>{i + 1}</span>
            <div className={css.grow}>
              <button type="button" className="plain-button" onClick={() => choose(x.path)}>
                <Icon name={iconOf(x.do)} size={14} /> <Said>{opening(words(step, x.path))}</Said>
              </button>
              <Outcome
                told={x}
                step={step}
                names={trial.names.people}
                item={x.item === null ? 0 : items.indexOf(x.item) + 1}
              />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

type OutcomeProps = { told: TrialStep; step: Step; names: { [id: string]: string }; item: number }

function Outcome({ told, step, names, item }: OutcomeProps) {
  const t = useText('ruleDesigner')
  const lines = useLines()
  if (told.error)
    return (
      <p className={css.wrongLine} role="alert">
        {told.error.fields?.map((each) => each.detail).join(t('semicolon')) || (told.error.detail ?? told.error.code)}
      </p>
    )
  const said = lines(told, step, names)
  return (
    <ul className={css.lines}>
      {item > 0 && <li className="t3">{t('test.would.item', { n: item })}</li>}
      {said.map((line, i) => (
        <li key={i}>
          <Said>{line}</Said>
        </li>
      ))}
    </ul>
  )
}

/** What the output of a step says, line by line. */
function useLines() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { forms, formIn } = useDesign()
  const values = useValueWords()
  const formOf = (key: unknown) => forms.find((form) => form.key === key)
  const fieldNames = (keys: string[], form: Form | undefined) =>
    keys.map((key) => f.words(form && fieldOf(form, key)?.label) || key).join(t('comma'))
  return ({ output, path, do: action }: TrialStep, step: Step, names: { [id: string]: string }): string[] => {
    const [block] = split(path)
    const out = output ?? {}
    const told: string[] = []
    const people = (ids: unknown) =>
      listOf<number>(ids)
        .map((id) => names[id] ?? t('people.somebody'))
        .join(t('comma'))
    const form = formOf(out.form) ?? formIn(block)
    if (listOf(out.people).length > 0) told.push(t('test.would.people', { people: people(out.people) }))
    if (listOf(out.not_told).length > 0) told.push(t('test.would.notTold', { people: people(out.not_told) }))
    for (const key of ['subject', 'title', 'text'] as const)
      if (textOf(out[key])) told.push(t('test.would.said', { what: t(`test.would.${key}`), text: textOf(out[key]) }))
    if ('met' in out) told.push(t(out.met ? 'test.would.met' : 'test.would.notMet'))
    if ('until' in out)
      told.push(out.until ? t('test.would.until', { when: f.moment(textOf(out.until)) }) : t('test.would.untilNow'))
    if (action === 'create_record' && out.id) told.push(t('test.would.made', { form: f.words(form?.label) }))
    if (out.values && typeof out.values === 'object')
      told.push(...values(out.values, form, block, action === 'create_record'))
    else if (Array.isArray(out.changed))
      told.push(
        out.changed.length > 0
          ? t('test.would.changed', { fields: fieldNames(out.changed as string[], form) })
          : t('test.would.unchanged'),
      )
    if (listOf(out.stripped).length > 0)
      told.push(t('test.would.stripped', { fields: fieldNames(out.stripped as string[], form) }))
    if (listOf(out.deliveries).length > 0)
      told.push(t('test.would.deliveries', { count: listOf(out.deliveries).length }))
    if (out.body) told.push(t('test.would.said', { what: t('test.would.body'), text: JSON.stringify(out.body) }))
    if (step.do === 'stop') told.push(t('test.would.stop'))
    return told
  }
}
