// My absence, and for whom I stand in.
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { may, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'
import settings from '@/features/settings/Settings.module.css'
import { Absences, Period } from './Absences'
import css from './Organisation.module.css'
import { useMyAbsences } from './organisation'

export function MyAbsence() {
  const t = useText('organisation')
  const mine = useMyAbsences()
  const block = useRef<HTMLDivElement>(null)
  const named = useLocation().hash === '#absence' && mine.isSuccess
  // Whoever was told that they stand in came for this part of the page.
  useEffect(() => {
    if (named) block.current?.scrollIntoView({ block: 'start' })
  }, [named])
  return (
    <div className={settings.block} ref={block}>
      <h2>{t('absence.mine')}</h2>
      <p className="caption">{t('absence.mineWhy')}</p>
      {mine.isPending && <SkeletonRows count={1} />}
      {mine.isError && <ErrorState error={mine.error} retry={() => void mine.refetch()} compact />}
      {mine.data && <Absences person={null} items={mine.data.items} />}
      {mine.data?.stands_for.flatMap((who) =>
        who.absences.map((absence) => (
          <div key={`${who.id} ${absence.since}`} className={css.absence}>
            <div>
              <b>{t('absence.standsFor', { name: who.title })}</b>
              <div className="caption">
                <Period absence={absence} />
                {absence.records && ` · ${t('absence.recordsYes')}`}
              </div>
              {absence.records && absence.now && <TheirRecords person={who.id} />}
            </div>
          </div>
        )),
      )}
    </div>
  )
}

/** The lists of what is dealt with for somebody while they are away. */
function TheirRecords({ person }: { person: Id }) {
  const t = useText('organisation')
  const f = useFormat()
  const forms = useForms().data?.items.filter((form) => form.owned && may(form, 'read')) ?? []
  return (
    <div className={css.their}>
      <span className="caption">{t('absence.their')}</span>
      {forms.map((form) => (
        <Link key={form.key} to={listRoute(form.key, { field: 'owner', op: 'eq', value: person })}>
          {f.words(form.plural) || f.words(form.label)}
        </Link>
      ))}
    </div>
  )
}
