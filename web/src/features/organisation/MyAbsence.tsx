// My absence, and for whom I stand in.
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'
import settings from '@/features/settings/Settings.module.css'
import { Absences, Period } from './Absences'
import css from './Organisation.module.css'
import { useMyAbsences } from './organisation'

export function MyAbsence() {
  const t = useText('organisation')
  const mine = useMyAbsences()
  return (
    <div className={settings.block}>
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
            </div>
          </div>
        )),
      )}
    </div>
  )
}
