// What a person sees, from the page about them: why, and looking as them.
import { Link } from 'react-router'
import { explainRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { LookAs } from '@/features/looking/LookAs'
import { useText } from '@/i18n'
import css from './Explain.module.css'

export function Sight({ person }: { person: { id: Id; title: string } }) {
  const t = useText('explain')
  return (
    <div className={css.sight}>
      <Link to={explainRoute({ person: person.id })} className={css.small}>
        {t('ofPerson')}
      </Link>
      <LookAs person={person} />
    </div>
  )
}
