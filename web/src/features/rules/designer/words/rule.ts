// The whole rule read as one sentence.
import { useText } from '@/i18n'
import { useDesign } from '../bench'
import { mark } from '../parts/Said'
import { useConditions } from './common'
import { useStepWords } from './step'
import { useTriggerWords } from './trigger'

const TOLD = 4 // steps; of more the number

export function useRuleWords(): () => string {
  const t = useText('ruleDesigner')
  const { definition, form } = useDesign()
  const trigger = useTriggerWords()
  const condition = useConditions()
  const step = useStepWords()
  return () => {
    const { when, steps } = definition
    const told = steps.slice(0, TOLD).map((each, i) => step(each, String(i)))
    const all = told.join(t('semicolon')) + (steps.length > TOLD ? t('sentence.more', { count: steps.length }) : '')
    return (
      t('sentence.when', { trigger: trigger(definition.trigger) }) +
      (when ? t('sentence.ifIs', { condition: mark(condition(form, when, '')) }) : '') +
      t('sentence.so', { steps: all || t('sentence.nothing') }) +
      t('stop')
    )
  }
}
