// What the rule would have done over the last days.
import { Rehearse } from '@/features/rules/rehearsal/Rehearse'
import { useDesign } from '../bench'
import css from './Panel.module.css'

export function RehearseTab() {
  const { rule, definition } = useDesign()
  return (
    <section className={css.part}>
      <Rehearse ruleKey={rule.key} form={rule.form} definition={definition} />
    </section>
  )
}
