// What is different between two definitions, in words.
import { useFormat } from '@/core/format'
import type { Filter } from '@/core/types'
import { useText } from '@/i18n'
import { Icon, type IconName } from '@/ui'
import { useDesign } from '../bench'
import { changesBetween, type Change } from '../model/diff'
import type { Definition } from '../model/types'
import { useConditions, useRoleNames } from '../words/common'
import { useStepWords } from '../words/step'
import { useTriggerWords } from '../words/trigger'
import css from './parts.module.css'
import { mark, Said } from './Said'

type Props = { before: Definition | null; after: Definition; none: string }

const ICON: { [what: string]: IconName } = { added: 'plus', removed: 'minus', changed: 'pencil', moved: 'swap' }

export function useChanges(before: Definition | null, after: Definition): Change[] {
  const { actionOf } = useDesign()
  return changesBetween(before, after, (action) => actionOf(action)?.blocks ?? [])
}

export function ChangeList({ before, after, none }: Props) {
  const changes = useChanges(before, after)
  const words = useChangeWords(before, after)
  if (changes.length === 0) return <p className="caption">{none}</p>
  return (
    <ul className={css.changes}>
      {changes.map((change, i) => {
        const [told, was] = words(change)
        return (
          <li key={i}>
            <Icon name={ICON[change.what] ?? 'pencil'} size={14} />
            <div>
              <Said>{told}</Said>
              {was && (
                <div className="caption">
                  <Said>{was}</Said>
                </div>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** What changed, and what it was. */
function useChangeWords(before: Definition | null, after: Definition): (change: Change) => [string, string?] {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { form } = useDesign()
  const trigger = useTriggerWords()
  const condition = useConditions()
  const step = useStepWords()
  const roles = useRoleNames()
  const when = (filter: Filter | null) => (filter ? mark(condition(form, filter, '')) : t('card.always'))
  const rights = (d: Definition) =>
    d.runs_as === 'owner' ? t('whole.owner') : t('whole.asRole', { role: f.words(roles.get(d.runs_as.role)) })
  const was = (words: string) => t('diff.before', { words })
  return (change) => {
    if (!('step' in change)) {
      const words = {
        trigger: (d: Definition) => trigger(d.trigger),
        when: (d: Definition) => when(d.when),
        runs_as: rights,
      }
      const say = words[change.what]
      const told =
        change.what === 'when' && !after.when ? t('diff.whenNone') : t(`diff.${change.what}`, { words: say(after) })
      return before ? [told, was(say(before))] : [told]
    }
    const told = t(`diff.${change.what}`, { step: step(change.step, change.path) })
    return change.before ? [told, was(step(change.before, change.path))] : [told]
  }
}
