// One rule: its name, whether it counts, when it holds and what it does.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, FieldError, IconButton, Input, Menu, Switch } from '@/ui'
import { useBench } from '../sight'
import { problemsOf } from '../model/problems'
import { changeRule, moveRule, removeRule } from '../model/rules'
import type { ActionDef, RuleDef } from '../model/types'
import { ActionLine } from './ActionLine'
import css from './Rules.module.css'
import { WhenLine } from './WhenLine'

export function RuleCard({ rule, first, last }: { rule: RuleDef; first: boolean; last: boolean }) {
  const t = useText('designer')
  const f = useFormat()
  const { edit, keeping } = useBench()
  const put = (change: Partial<RuleDef>, run?: string) => edit((x) => changeRule(x, rule.key, change), run)
  const on = rule.enabled !== false
  const name = f.words(rule.label) || rule.key
  const setAction = (i: number, action: ActionDef, run?: string) =>
    put({ actions: rule.actions.map((a, j) => (j === i ? action : a)) }, run)
  return (
    <section className={[css.rule, on ? '' : css.off].join(' ')} aria-label={name} data-testid={`rule-${rule.key}`}>
      <div className={css.head}>
        <Input
          className={css.name ?? ''}
          aria-label={t('ruleName')}
          placeholder={t('ruleName')}
          value={rule.label?.[f.locale] ?? f.words(rule.label)}
          onChange={(text) => put({ label: { ...rule.label, [f.locale]: text } }, `${rule.key}.label`)}
        />
        <Switch checked={on} onChange={(enabled) => put({ enabled })} aria-label={t('ruleOn', { name })} />
        <RuleMenu rule={rule} first={first} last={last} />
      </div>
      {problemsOf(keeping.problems, `rules.${rule.key}`).map((p, i) => (
        <FieldError key={i}>{p.detail}</FieldError>
      ))}
      <WhenLine rule={rule} put={put} />
      {rule.actions.map((action, i) => (
        <div key={i} className={css.line}>
          <span className={css.lead}>{t(i === 0 ? 'thenDo' : 'and')}</span>
          <ActionLine
            action={action}
            onChange={(next, run) => setAction(i, next, run ? `${rule.key}.${i}` : undefined)}
          />
          <IconButton
            icon="close"
            size="small"
            tone="quiet"
            label={t('removeAction')}
            disabled={rule.actions.length === 1}
            onClick={() => put({ actions: rule.actions.filter((_, j) => j !== i) })}
          />
        </div>
      ))}
      <Button
        size="small"
        look="text"
        icon="plus"
        className={css.add}
        onClick={() => put({ actions: [...rule.actions, { do: 'require', fields: [] }] })}
      >
        {t('addAction')}
      </Button>
    </section>
  )
}

function RuleMenu({ rule, first, last }: { rule: RuleDef; first: boolean; last: boolean }) {
  const t = useText('designer')
  const c = useText('common')
  const { edit } = useBench()
  const items = [
    {
      key: 'up',
      label: t('moveUp'),
      icon: 'up' as const,
      disabled: first,
      onSelect: () => edit((x) => moveRule(x, rule.key, -1)),
    },
    {
      key: 'down',
      label: t('moveDown'),
      icon: 'down' as const,
      disabled: last,
      onSelect: () => edit((x) => moveRule(x, rule.key, 1)),
    },
    { divider: true as const },
    {
      key: 'delete',
      label: c('delete'),
      icon: 'trash' as const,
      danger: true,
      onSelect: () => edit((x) => removeRule(x, rule.key)),
    },
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" size="small" label={c('more')} aria-haspopup="menu" />
    </Menu>
  )
}
