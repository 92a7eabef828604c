// A reference as text: its title, a link to it, or a lock where it is not visible.
import { Link } from 'react-router'
import type { Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Icon, Person } from '@/ui'
import css from './kinds.module.css'

export const Empty = () => <span className="t3">—</span>

export function Locked() {
  const t = useText('fields')
  return (
    <span className={css.locked} title={t('locked')}>
      <Icon name="lock" size={12} label={t('locked')} />
    </span>
  )
}

export function RefLink({ value, form }: { value: Ref; form: string | undefined }) {
  if (value.locked || value.title === null) return <Locked />
  if (!form) return <span className="ellipsis">{value.title}</span>
  return (
    <Link to={`/f/${form}/${value.id}`} className={`ellipsis ${css.link}`} onClick={(e) => e.stopPropagation()}>
      {value.title}
    </Link>
  )
}

export function PersonCell({ value }: { value: Ref | null }) {
  if (!value) return <Empty />
  return value.title === null ? <Locked /> : <Person name={value.title} />
}
