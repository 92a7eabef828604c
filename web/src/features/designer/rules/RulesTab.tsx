// The rules of the form: each one a sentence whose words can be pressed.
import { useText } from '@/i18n'
import { Button, EmptyState } from '@/ui'
import { useBench } from '../sight'
import css from '../Designer.module.css'
import { addRule, rulesOf } from '../model/rules'
import { RuleCard } from './RuleCard'

export function RulesTab() {
  const t = useText('designer')
  const { form, edit } = useBench()
  const rules = rulesOf(form)
  const add = (
    <Button icon="plus" onClick={() => edit((f) => addRule(f)[0])}>
      {t('addRule')}
    </Button>
  )
  return (
    <div className={css.page}>
      {rules.length === 0 ? (
        <EmptyState what={t('noRules')} why={t('noRulesWhy')} action={add} />
      ) : (
        <div className={css.column}>
          {rules.map((rule, i) => (
            <RuleCard key={rule.key} rule={rule} first={i === 0} last={i === rules.length - 1} />
          ))}
          <span>{add}</span>
        </div>
      )}
    </div>
  )
}
