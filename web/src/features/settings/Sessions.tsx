// Where I am signed in; each of the others can be ended.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Chip, ErrorState, SkeletonRows } from '@/ui'
import { browserOf } from './browser'
import { Rows } from './Rows'
import css from './Settings.module.css'
import { useEndSession, useSessions } from './settings'

export function Sessions() {
  const t = useText('settings')
  const w = useText('security')
  const f = useFormat()
  const sessions = useSessions()
  const end = useEndSession()
  return (
    <div className={css.block}>
      <h2>{t('sessions.title')}</h2>
      {sessions.isPending && <SkeletonRows count={2} />}
      {sessions.isError && <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.data && (
        <Rows
          rows={sessions.data.items}
          id={(s) => s.id}
          label={t('sessions.title')}
          columns={[
            {
              key: 'agent',
              label: t('sessions.where'),
              cell: (s) => <span title={s.agent ?? undefined}>{browserOf(s.agent) ?? t('sessions.unknown')}</span>,
            },
            { key: 'via', label: w('way'), cell: (s) => (s.via ? w(`via.${s.via}`) : '') },
            { key: 'ip', label: t('sessions.ip'), cell: (s) => s.ip ?? '' },
            { key: 'seen', label: t('sessions.seen'), cell: (s) => f.moment(s.seen_at) },
            {
              key: 'end',
              label: '',
              end: true,
              cell: (s) =>
                s.current ? (
                  <Chip>{t('sessions.here')}</Chip>
                ) : (
                  <Button size="small" look="text" onClick={() => end.mutate(s.id)}>
                    {t('sessions.end')}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </div>
  )
}
