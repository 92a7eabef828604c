// The rule as a whole: read as a sentence, what it is called, whose rights it acts with, what limits it.
import { useFormat } from '@/core/format'
import { useMe } from '@/core/session'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { useText } from '@/i18n'
import { Field, Icon, Select } from '@/ui'
import { useRoles } from '../api'
import { useDesign } from '../bench'
import { DEEPEST, MOST_STEPS } from '../model/tree'
import { Said } from '../parts/Said'
import { useRuleWords } from '../words/rule'
import css from './Panel.module.css'

export function Whole() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { body, edit, rule, form, keeping } = useDesign()
  const words = useRuleWords()
  const others = keeping.problems.filter((p) => !/^(trigger|when|steps\.\d|runs_as)/.test(p.field))
  return (
    <section className={css.part} aria-label={t('whole.title')}>
      <div className={css.sentence}>
        <Said>{words()}</Said>
      </div>
      {others.map((p) => (
        <p key={p.field + p.code} className={css.problem} role="alert">
          {p.detail}
        </p>
      ))}
      <Field label={t('whole.names')}>
        {(ids) => (
          <WordsInput
            id={ids.id}
            value={body.label}
            label={t('whole.names')}
            onChange={(label) => edit((b) => ({ ...b, label }), 'label')}
          />
        )}
      </Field>
      <Field label={t('whole.form')}>
        {(ids) => (
          <p id={ids.id} className={css.fact}>
            {rule.form ? f.words(form?.label) || rule.form : t('whole.noForm')}
          </p>
        )}
      </Field>
      <RunsAs />
      <Limits />
    </section>
  )
}

function RunsAs() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const me = useMe()
  const { definition, rule, editDefinition, keeping } = useDesign()
  const role = definition.runs_as === 'owner' ? '' : definition.runs_as.role
  const roles = (useRoles().data ?? []).filter((each) => me.admin || me.roles.includes(each.key) || each.key === role)
  const wrong = keeping.problems.filter((p) => p.field === 'runs_as')
  const owner = rule.owner?.title
  const hint = role ? t('whole.roleWhy') : owner && rule.version > 0 ? t('whole.ownerNow', { name: owner }) : undefined
  return (
    <Field
      label={t('whole.runsAs')}
      hint={[hint, t('whole.ownerNext')].filter(Boolean).join(t('stop'))}
      error={wrong.length > 0 ? wrong.map((p) => p.detail).join(t('semicolon')) : undefined}
    >
      {(ids) => (
        <Select
          {...ids}
          value={role}
          options={[
            { value: '', label: t('whole.owner') },
            ...roles.map((each) => ({ value: each.key, label: t('whole.asRole', { role: f.words(each.label) }) })),
          ]}
          onChange={(key) => editDefinition((d) => ({ ...d, runs_as: key ? { role: key } : 'owner' }))}
        />
      )}
    </Field>
  )
}

function Limits() {
  const t = useText('ruleDesigner')
  const { placed, definition } = useDesign()
  const said = [
    t('whole.limit.steps', { steps: MOST_STEPS, deep: DEEPEST }),
    t('whole.limit.loops'),
    t('whole.limit.failing'),
    t('whole.limit.retry'),
    ...(placed.some((x) => x.step.do === 'for_each') ? [t('whole.limit.each')] : []),
    ...(definition.trigger.kind === 'webhook' ? [t('whole.limit.hook')] : []),
  ]
  return (
    <section className={css.limits} aria-label={t('whole.limits')}>
      <h3>
        <Icon name="lock" size={14} /> {t('whole.limits')}
      </h3>
      <ul>
        {said.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </section>
  )
}
