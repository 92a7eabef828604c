// From a figure to the list of exactly those records.
import { Link } from 'react-router'
import { listRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import type { Falling } from './api'

/** What an address can carry. */
const MOST = 200

export function ListLink({ form, falling }: { form: Form; falling: Falling }) {
  const t = useText('poolDesign')
  if (falling.count === 0) return null
  const ids = falling.records.slice(0, MOST)
  const whole = ids.length === falling.count
  return (
    <Link to={listRoute(form.key, { field: 'id', op: 'in', value: ids })}>
      {whole ? t('inList') : t('inListSome', { count: ids.length })}
    </Link>
  )
}
