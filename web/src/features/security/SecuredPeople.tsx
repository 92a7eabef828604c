// Everybody who may sign in: second factor, sessions, tokens; each opens to be looked after.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Avatar, Button, Chip, ErrorState, SkeletonRows } from '@/ui'
import { AccessDrawer } from './Access'
import { useSecured, type Rules, type Secured } from './security'

export function SecuredPeople({ counts }: { counts: Rules['people'] }) {
  const t = useText('security')
  const s = useText('settings')
  const f = useFormat()
  const people = useSecured()
  const [open, setOpen] = useState<Secured | null>(null)
  return (
    <div className={settings.block}>
      <h2>{t('people.title')}</h2>
      <p className="caption">{t('people.count', counts)}</p>
      {people.isPending && <SkeletonRows count={4} />}
      {people.isError && <ErrorState error={people.error} retry={() => void people.refetch()} />}
      {people.data && (
        <Rows
          rows={people.data.items}
          id={(p) => String(p.id)}
          label={t('people.title')}
          columns={[
            {
              key: 'name',
              label: t('people.name'),
              cell: (p) => (
                <span className={settings.who}>
                  <Avatar name={p.name} /> {p.name}
                </span>
              ),
            },
            {
              key: 'factor',
              label: t('people.factor'),
              cell: (p) => (
                <Chip tone={p.second_factor ? 'won' : 'plain'}>{t(p.second_factor ? 'factor.on' : 'factor.off')}</Chip>
              ),
            },
            { key: 'sessions', label: t('people.sessions'), cell: (p) => f.number(p.sessions) },
            { key: 'tokens', label: t('people.tokens'), cell: (p) => f.number(p.tokens) },
            { key: 'last', label: t('people.last'), cell: (p) => (p.last_at ? f.ago(p.last_at) : s('never')) },
            {
              key: 'open',
              label: '',
              end: true,
              cell: (p) => (
                <Button size="small" look="text" onClick={() => setOpen(p)}>
                  {t('people.open')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {open && <AccessDrawer key={open.id} id={open.id} name={open.name} onClose={() => setOpen(null)} />}
    </div>
  )
}
