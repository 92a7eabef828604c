// What a change of a pool would do: what falls tonight because of it, who sees more and who less.
import { Link } from 'react-router'
import { fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { ErrorState, Person, SkeletonRows } from '@/ui'
import { useEffects, type Count, type Effects, type Falling } from './api'
import css from './Design.module.css'
import { ListLink } from './ListLink'

export function EffectsTold({ form, effects }: { form: Form; effects: ReturnType<typeof useEffects> }) {
  if (effects.isPending) return <SkeletonRows count={5} />
  if (effects.isLoadingError) return <ErrorState error={effects.error} retry={() => void effects.refetch()} compact />
  return (
    <>
      <Tonight form={form} effects={effects.data} />
      <Sight form={form} effects={effects.data} />
    </>
  )
}

function Tonight({ form, effects: { tonight } }: { form: Form; effects: Effects }) {
  const t = useText('poolDesign')
  return (
    <section aria-label={t('tonight')}>
      <h3>{t('tonight')}</h3>
      <p className={tonight.falls.count ? css.sum : 't2'}>
        {tonight.falls.count ? t('fallsBecause', { count: tonight.falls.count }) : t('fallsNone')}
      </p>
      <Whose falling={tonight.falls} />
      <ListLink form={form} falling={tonight.falls} />
      {tonight.spared.count > 0 && <p>{t('spared', { count: tonight.spared.count })}</p>}
    </section>
  )
}

function Whose({ falling }: { falling: Falling }) {
  const t = useText('poolDesign')
  const f = useFormat()
  if (falling.people.length === 0) return null
  return (
    <p className="t2">
      {falling.people
        .slice(0, 10)
        .map((each) => t('ofPerson', { name: each.title ?? '', number: f.number(each.count) }))
        .join(t('comma'))}
    </p>
  )
}

function Sight({ form, effects: { sight } }: { form: Form; effects: Effects }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const label = (key: string) => f.words(fieldsOf(form).find((each) => each.key === key)?.label) || key
  const none = sight.rows.length === 0 && sight.fields.length === 0
  return (
    <section aria-label={t('sight')}>
      <h3>{t('sight')}</h3>
      {none && <p className="t2">{t('sightNone')}</p>}
      {!none && (
        <ul className={css.rows}>
          {sight.rows.map((row) => (
            <li key={row.person.id}>
              <span className={css.grow}>
                <Person name={row.person.title ?? '—'} />
              </span>
              <Change form={form} way="loses" count={row.lost} />
              <Change form={form} way="gains" count={row.gained} />
            </li>
          ))}
          {sight.fields.map((each) => (
            <li key={`${each.field}.${each.from}.${each.to}`}>
              <span className={css.grow}>
                {t('fieldChange', {
                  field: label(each.field),
                  from: t(`level.${each.from}`),
                  to: t(`level.${each.to}`),
                })}
              </span>
              <span className="caption">{t('forPeople', { count: each.people })}</span>
            </li>
          ))}
        </ul>
      )}
      {sight.judged < sight.people && (
        <p className="caption">{t('judged', { judged: sight.judged, count: sight.people })}</p>
      )}
    </section>
  )
}

function Change({ form, way, count }: { form: Form; way: 'gains' | 'loses'; count: Count }) {
  const t = useText('poolDesign')
  const f = useFormat()
  if (count.value === 0) return null
  const value = f.number(count.value) + (count.exact ? '' : '+')
  return (
    <span>
      <b>{t(way, { value })}</b>{' '}
      <span className="caption">
        {count.samples.map((each, n) => (
          <span key={each.id}>
            {n > 0 && t('comma')}
            <Link to={recordRoute(form.key, each.id)}>{each.title || t('hiddenName')}</Link>
          </span>
        ))}
      </span>
    </span>
  )
}
