// Who has the role: each can be looked as, and asked about.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { lastMoment } from '@/core/format/days'
import { explainRoute } from '@/core/routes'
import { LookAs } from '@/features/looking/LookAs'
import { useText } from '@/i18n'
import { Person } from '@/ui'
import { useBench } from './bench'
import css from './Roles.module.css'

const FIRST = 20

export function Members() {
  const t = useText('roles')
  const f = useFormat()
  const { role } = useBench()
  const members = role.members ?? []
  return (
    <section>
      <h3>
        {t('members')} <span className="t3">{f.number(role.people)}</span>
      </h3>
      {role.people === 0 && (
        <p className="caption">
          {t('nobody')} <Link to="/settings/people">{t('toPeople')}</Link>
        </p>
      )}
      <ul>
        {members.slice(0, FIRST).map((member) => (
          <li key={member.id} className={css.member}>
            <Person name={member.title} />
            {member.until && (
              <span className="caption">{t('untilDay', { day: f.date(lastMoment(member.until)) })}</span>
            )}
            <span className={css.memberActs}>
              <Link to={explainRoute({ person: member.id })} className={css.small}>
                {t('why')}
              </Link>
              <LookAs person={member} />
            </span>
          </li>
        ))}
      </ul>
      {members.length > FIRST && <p className="caption">{t('moreMembers', { count: members.length - FIRST })}</p>}
    </section>
  )
}
