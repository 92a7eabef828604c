// What a step does, as one sentence; values are marked so that they stand out.
import { useFormat } from '@/core/format'
import { fieldOf } from '@/core/forms'
import type { Filter, Form, Words } from '@/core/types'
import { useFormPools, type FormPool } from '@/features/pools/pools'
import { useText, type Key } from '@/i18n'
import { useDesign, type Design } from '../bench'
import { pushOf } from '../model/pushes'
import { loneOf } from '../model/text'
import { split } from '../model/tree'
import type { Step, Whom } from '../model/types'
import { mark } from '../parts/Said'
import { usePathWords } from '../variables'
import * as common from './common'
import { listOf, shortened, stageNames, textOf, type Amount, type Say, type Text } from './common'
import { useValueWords } from './values'

/** Everything a sentence about one step is made with. */
type Telling = {
  t: Text
  say: Say
  tell: (words?: Words) => string
  design: Design
  form: Form | undefined
  amount: Amount
  people: (given: unknown) => string
  /** People of ours and an address. */
  both: (given: unknown, to: unknown) => string
  text: (given: unknown) => string
  name: (key: unknown) => string
  /** How a pool is called. */
  pool: (key: unknown) => string
  path: (path: string) => string
  values: (given: unknown, of: Form | undefined, fresh?: boolean) => string
  condition: (of: Form | undefined, filter: unknown) => string
}

export function useStepWords(): (step: Step, path: string) => string {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const design = useDesign()
  const whom = common.useWhomWords()
  const template = common.useTemplateWords()
  const path = usePathWords()
  const amount = common.useAmountWords()
  const condition = common.useConditions()
  const valueWords = useValueWords()
  const pools = usePoolsNamed(design)
  return (step, at) => {
    const [block] = split(at)
    const form = design.formIn(block)
    const say: Say = (key, values = {}) => t(`act.${key}` as Key<'ruleDesigner'>, values as never)
    const named = (given: unknown) => listOf<Whom>(given).map((x) => whom(x, block))
    const joined = (names: string[]) => mark(names.join(t('comma')) || t('people.nobody'))
    const text = (given: unknown) => shortened(template(textOf(given), block))
    const telling: Telling = {
      t,
      say,
      tell: f.words,
      design,
      form,
      amount,
      people: (given) => joined(named(given)),
      both: (given, to) => joined([...named(given), text(to)].filter(Boolean)),
      text: (given) => text(given) || '…',
      name: (key) => mark(f.words(form && fieldOf(form, textOf(key))?.label) || t('none')),
      pool: (key) => f.words(pools.find((each) => each.key === key)?.label) || textOf(key),
      path: (x) => path(x, block),
      values: (given, of, fresh) => {
        const told = valueWords((given ?? {}) as object, of, block, fresh)
        const shown = told.slice(0, 3).join(t('comma'))
        return told.length > 3 ? say('more', { values: shown, count: told.length }) : shown
      },
      condition: (of, filter) => mark(condition(of, filter as Filter, block)),
    }
    const sentence = SENTENCES[step.do]
    return sentence ? sentence(step, telling) : f.words(design.actionOf(step.do)?.label) || step.do
  }
}

/** The pools of the rule's form, asked for where a step speaks of them. */
function usePoolsNamed(design: Design): FormPool[] {
  const named = design.placed.some(({ step }) => step.do === 'release' && step.pool)
  return useFormPools(design.form?.key ?? '', named && design.form !== undefined).data ?? []
}

const SENTENCES: { [action: string]: (step: Step, w: Telling) => string } = {
  notify: (step, w) => w.say('notify', { people: w.people(step.people), text: w.text(step.text) }),
  create_task: taskWords,
  update_record: (step, w) => w.values(step.values, w.form) || w.t('values.none'),
  create_record: (step, w) => {
    const of = w.design.forms.find((x) => x.key === step.form)
    const form = mark(w.tell(of?.label) || w.t('none'))
    const values = w.values(step.values, of, true)
    return values ? w.say('createWith', { form, values }) : w.say('create_record', { form })
  },
  link: (step, w) => {
    const to = loneOf(step.to)
    const target = to ? w.path(to) : step.to ? w.t('option.toRecord') : w.t('none')
    return w.say('link', { field: w.name(step.field), to: mark(target) })
  },
  move_stage: (step, w) => {
    const stage = step.stage ? stageNames(w.form, [textOf(step.stage)], w.tell, w.t) : w.t('none')
    return w.say('move_stage', { stage: mark(stage) })
  },
  release: (step, w) => (step.pool ? w.say('releaseTo', { pool: mark(w.pool(step.pool)) }) : w.say('release')),
  push: (step, w) => w.say('push', { push: mark(w.tell(pushOf(w.form, step.push)?.label) || w.t('none')) }),
  assign: (step, w) => w.say('assign', { people: w.people(step.to) }),
  comment: (step, w) => {
    const values = { people: w.people(step.mentions), text: w.text(step.text) }
    return w.say(listOf(step.mentions).length > 0 ? 'commentTo' : 'comment', values)
  },
  tag: tagWords,
  mail: (step, w) => w.say('mail', { people: w.both(step.people, step.to), subject: w.text(step.subject) }),
  sms: (step, w) => {
    const text = step.template ? w.say('template', { template: textOf(step.template) }) : w.text(step.text)
    return w.say('sms', { people: w.both(step.people, step.to), text })
  },
  im: (step, w) => w.say('im', { channel: mark(channelOf(step, w) || w.say('aRobot')), text: w.text(step.text) }),
  webhook: (step, w) => w.say('webhook', { channel: mark(channelOf(step, w) || w.say('anAddress')) }),
  wait: waitWords,
  branch: (step, w) => (step.if ? w.say('branch', { condition: w.condition(w.form, step.if) }) : w.say('branchNone')),
  for_each: (step, w) => {
    const of = w.design.forms.find((x) => x.key === step.form)
    const form = mark(w.tell(of?.label) || w.t('none'))
    if (!step.filter || !of) return w.say('for_each', { form })
    return w.say('forEachThat', { form, condition: w.condition(of, step.filter) })
  },
  stop: (_step, w) => w.say('stop'),
}

function taskWords(step: Step, w: Telling): string {
  const said = w.say('create_task', { people: w.people(step.people), title: w.text(step.title) })
  if (typeof step.due !== 'number') return said
  const in_ = w.amount(step.due, step.working ? 'working_days' : 'days')
  const when = step.due === 0 ? w.say('dueToday') : w.say('dueIn', { amount: in_ })
  return said + w.say('due', { when: mark(when) })
}

function tagWords(step: Step, w: Telling): string {
  const choices = w.form && fieldOf(w.form, textOf(step.field))?.options?.choices
  const called = (tag: string) => w.tell(choices?.find((c) => c.key === tag)?.label) || tag
  const side = (key: 'tagAdd' | 'tagRemove', given: unknown) => {
    const tags = listOf<string>(given).map(called).join(w.t('comma'))
    return tags ? w.say(key, { field: w.name(step.field), tags: mark(tags) }) : ''
  }
  const sides = [side('tagAdd', step.add), side('tagRemove', step.remove)].filter(Boolean)
  return sides.join(w.t('semicolon')) || w.name(step.field)
}

function waitWords(step: Step, w: Telling): string {
  if (typeof step.until === 'string') {
    const lone = loneOf(step.until)
    return w.say('waitUntil', { moment: mark(lone ? w.path(lone) : w.t('none')) })
  }
  const amount = mark(w.amount(step.amount, step.unit))
  return step.at ? w.say('waitAt', { amount, at: mark(textOf(step.at)) }) : w.say('wait', { amount })
}

const channelOf = (step: Step, w: Telling): string =>
  w.design.channels.find((each) => each.key === step.channel)?.label ?? textOf(step.channel)
