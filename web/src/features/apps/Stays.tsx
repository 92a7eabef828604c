// The records of sample data that stay, each with the reason.
import { Link } from 'react-router'
import type { BatchReport } from '@/core/batches'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import css from './Apps.module.css'

type Stay = NonNullable<BatchReport['results']>[number]

export function Stays({ stays }: { stays: Stay[] }) {
  const t = useText('apps')
  return (
    <>
      <h3 className={css.stays}>{t('sampleStays', { count: stays.length })}</h3>
      <ul className={css.lines}>
        {stays.map((stay) => (
          <OneStay key={`${stay.form}.${stay.id}`} stay={stay} />
        ))}
      </ul>
    </>
  )
}

function OneStay({ stay }: { stay: Stay }) {
  const f = useFormat()
  const form = useForms().data?.items.find((each) => each.key === stay.form)
  const title = stay.title ?? `#${stay.id}`
  return (
    <li>
      <div className={css.line}>
        {form && <span className="t2">{f.words(form.label)}</span>}
        {form && stay.form && stay.id !== null ? (
          <Link to={recordRoute(stay.form, stay.id)}>{title}</Link>
        ) : (
          <b>{title}</b>
        )}
      </div>
      <p className="caption">{stay.detail}</p>
    </li>
  )
}
