// What starts a rule, as one sentence; values are marked so that they stand out.
import { useFormat } from '@/core/format'
import { fieldOf } from '@/core/forms'
import type { Filter, Words } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { useDesign } from '../bench'
import { mark } from '../parts/Said'
import type { Trigger } from '../model/types'
import { listOf, stageNames, textOf, useAmountWords, useConditions, type Amount, type Say, type Text } from './common'
import { cronWords } from './cron'

const PLAIN = new Set(['deleted', 'restored', 'commented', 'public_entry'])

export function useTriggerWords(): (trigger: Trigger) => string {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { form, kinds } = useDesign()
  const amount = useAmountWords()
  const condition = useConditions()
  const name = mark(f.words(form?.label) || '—')
  const fieldName = (key: string) => f.words(form && fieldOf(form, key)?.label) || key
  const say: Say = (key, values = {}) => t(`trigger.${key}` as Key<'ruleDesigner'>, { form: name, ...values })
  const changed = (trigger: Trigger): string => {
    const fields = mark(listOf<string>(trigger.fields).map(fieldName).join(t('comma')) || t('trigger.anyField'))
    const [before, after] = [trigger.before, trigger.after].map((x) => x && mark(condition(form, x as Filter, '')))
    const which = before && after ? 'changedBoth' : after ? 'changedAfter' : before ? 'changedBefore' : 'changed'
    return say(which, { fields, before: before || '', after: after || '' })
  }
  return (trigger) => {
    if (PLAIN.has(trigger.kind)) return say(trigger.kind)
    switch (trigger.kind) {
      case 'created': {
        const sources = listOf<string>(trigger.sources).map((x) => t(`option.source.${x}` as Key<'ruleDesigner'>))
        return sources.length ? say('createdFrom', { sources: mark(sources.join(t('comma'))) }) : say('created')
      }
      case 'changed':
        return changed(trigger)
      case 'entered_stage':
      case 'left_stage':
        return say(trigger.kind, { stages: mark(stageNames(form, listOf(trigger.stages), f.words, t)) })
      case 'button':
        return say('button', { label: mark(f.words(trigger.label as Words) || '—') })
      case 'date':
        return dateWords(trigger, say, mark(fieldName(textOf(trigger.field)) || t('none')), amount, t)
      case 'silence':
        return say('silence', { amount: mark(amount(trigger.amount, trigger.unit)) })
      case 'cron':
        return say(trigger.working_days ? 'cronWorking' : 'cron', { when: mark(cronWords(textOf(trigger.at), t)) })
      case 'webhook':
        return say(trigger.signed ? 'webhookSigned' : 'webhook')
      default:
        return f.words(kinds.triggers.find((kind) => kind.key === trigger.kind)?.label) || trigger.kind
    }
  }
}

function dateWords(trigger: Trigger, say: Say, field: string, amount: Amount, t: Text): string {
  const offset = Number(trigger.offset) || 0
  const values = { field, amount: mark(amount(offset, trigger.unit)) }
  const moment = say(offset === 0 ? 'dateOn' : offset < 0 ? 'dateBefore' : 'dateAfter', values)
  return trigger.at ? t('trigger.dateAt', { moment, at: mark(textOf(trigger.at)) }) : moment
}
