// The safety of my own account: password, second factor, where I am signed in, linked identities.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { Password } from '@/features/settings/Password'
import { Rows } from '@/features/settings/Rows'
import { Sessions } from '@/features/settings/Sessions'
import { useSessions } from '@/features/settings/settings'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, ErrorState, SkeletonRows } from '@/ui'
import { SecondFactor } from './SecondFactor'
import { useEndOthers, useMine, useUnlink, type Identity } from './security'

export function Security() {
  const mine = useMine()
  return (
    <section className={settings.part}>
      <Password least={mine.data?.least} has={mine.data?.password ?? true} />
      {mine.isPending && <SkeletonRows count={2} />}
      {mine.isError && <ErrorState error={mine.error} retry={() => void mine.refetch()} />}
      {mine.data && <SecondFactor mine={mine.data} />}
      <Sessions />
      <Others />
      {mine.data && mine.data.identities.length > 0 && <Identities items={mine.data.identities} />}
    </section>
  )
}

function Others() {
  const t = useText('security')
  const end = useEndOthers()
  const here = useSessions().data?.items.length ?? 0
  if (here < 2) return null
  return (
    <div>
      <Button
        icon="exit"
        loading={end.isPending}
        onClick={() =>
          end.mutate(undefined, { onSuccess: ({ ended }) => toast({ text: t('othersDone', { count: ended }) }) })
        }
      >
        {t('others')}
      </Button>
    </div>
  )
}

function Identities({ items }: { items: Identity[] }) {
  const t = useText('security')
  const f = useFormat()
  const unlink = useUnlink()
  const drop = (id: number) => unlink.mutate(id, { onError: (e) => isProblem(e) && toast({ text: e.message }) })
  return (
    <div className={settings.block}>
      <h2>{t('identities.title')}</h2>
      <Rows
        rows={items}
        id={(i) => String(i.id)}
        label={t('identities.title')}
        columns={[
          { key: 'name', label: '', cell: (i) => i.name ?? i.issuer },
          { key: 'issuer', label: t('rules.issuer'), cell: (i) => new URL(i.issuer).host },
          { key: 'at', label: '', cell: (i) => t('identities.linked', { when: f.date(i.created_at) }) },
          {
            key: 'end',
            label: '',
            end: true,
            cell: (i) => (
              <Button size="small" look="text" onClick={() => drop(i.id)}>
                {t('identities.unlink')}
              </Button>
            ),
          },
        ]}
      />
    </div>
  )
}
