// Ready-made rules to start from, for any form with owners: made as drafts, in both languages.
import type { Form, Words } from '@/core/types'
import { catalogues } from '@/i18n'
import type { NewRule } from './rules'

export const STARTERS = ['silence', 'welcome', 'handed'] as const
export type Starter = (typeof STARTERS)[number]

const words = (key: Starter): Words => ({
  'zh-CN': catalogues['zh-CN'].rules.starters[key],
  'en-US': catalogues['en-US'].rules.starters[key],
})

/** The starter as a draft for a form; texts to people in the language at hand. */
export function starting(starter: Starter, form: Form, locale: 'zh-CN' | 'en-US'): NewRule {
  const text = catalogues[locale].rules.starters[`${starter}Text`]
  const owner = { field: 'owner' }
  const bodies = {
    silence: {
      trigger: { kind: 'silence', amount: 3, unit: 'days' },
      steps: [{ do: 'notify', people: [owner, { head_of: 'owner' }], text }],
    },
    welcome: {
      trigger: { kind: 'created' },
      steps: [{ do: 'create_task', title: text, people: [owner], due: 1, working: true }],
    },
    handed: {
      trigger: { kind: 'changed', fields: ['owner'] },
      steps: [{ do: 'notify', people: [owner], text }],
    },
  }
  const key = `${form.key.slice(0, 30)}_${starter}_${Date.now().toString(36)}`
  return {
    key,
    label: words(starter),
    form: form.key,
    definition: { when: null, runs_as: 'owner', ...bodies[starter] },
  }
}
