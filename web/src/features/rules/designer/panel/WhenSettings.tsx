// The condition of the rule: of the record as it is, and as it was before where that is known.
import { useText } from '@/i18n'
import { FilterBuilder } from '@/features/list/FilterBuilder'
import { Icon } from '@/ui'
import { useDesign } from '../bench'
import { problemsAt } from '../model/places'
import { useBefore } from '../variables'
import css from './Panel.module.css'

export function WhenSettings() {
  const t = useText('ruleDesigner')
  const { definition, form, trigger, editDefinition, choose, keeping } = useDesign()
  const before = useBefore()
  if (!form) return <p className="caption">{t('whole.noForm')}</p>
  return (
    <section className={css.part} aria-label={t('card.if')}>
      <header className={css.head}>
        <Icon name="filter" />
        <h2>{t('option.condition')}</h2>
      </header>
      {problemsAt(keeping.problems, 'when').map((p) => (
        <p key={p.code} className={css.problem} role="alert">
          {p.detail}
        </p>
      ))}
      <FilterBuilder
        form={form}
        filter={definition.when}
        total={undefined}
        about={{ title: t('option.which'), empty: t('card.always') }}
        more={before}
        onChange={(when) => editDefinition((d) => ({ ...d, when }), 'when')}
        onDone={() => choose(null)}
      />
      {trigger?.before && <p className="caption">{t('option.beforeHint')}</p>}
    </section>
  )
}
