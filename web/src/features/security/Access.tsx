// What one person holds to get in by: sessions, tokens, second factor, identities; an administrator ends each of them.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { browserOf } from '@/features/settings/browser'
import { useText } from '@/i18n'
import { Button, Chip, Drawer, ErrorState, Modal, SkeletonRows } from '@/ui'
import {
  useAccess,
  useEndSessionOf,
  useResetFactor,
  useRevokeTokenOf,
  useSignOutPerson,
  useUnlinkOf,
  type Access,
} from './security'
import css from './security.module.css'

type Props = { id: Id; name: string }

export function AccessDrawer({ id, name, onClose }: Props & { onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} title={name}>
      <AccessParts id={id} name={name} />
    </Drawer>
  )
}

/** Also for other pages that show a person to administrators. */
export function AccessParts({ id, name }: Props) {
  const access = useAccess(id)
  if (access.isPending) return <SkeletonRows count={5} />
  if (access.isLoadingError) return <ErrorState error={access.error} retry={() => void access.refetch()} />
  return (
    <div className={css.parts}>
      <Factor id={id} name={name} access={access.data} />
      <Places id={id} access={access.data} />
      <Keys id={id} access={access.data} />
      {access.data.identities.length > 0 && <Identities id={id} access={access.data} />}
    </div>
  )
}

type PartProps = { id: Id; access: Access }
const told = (e: unknown) => isProblem(e) && toast({ text: e.message })

function Factor({ id, name, access }: PartProps & { name: string }) {
  const t = useText('security')
  const c = useText('common')
  const f = useFormat()
  const reset = useResetFactor(id)
  const [asking, setAsking] = useState(false)
  const { since, codes } = access.second_factor
  const go = () =>
    reset.mutate(undefined, {
      onSuccess: () => toast({ text: t('people.resetDone', { name }) }),
      onError: told,
      onSettled: () => setAsking(false),
    })
  return (
    <div>
      <h3>{t('factor.title')}</h3>
      <div className={css.line}>
        {since ? (
          <div>
            <Chip tone="won">{t('factor.on')}</Chip> {t('factor.since', { when: f.date(since) })} · {t('codes.title')}{' '}
            {t('codes.left', { count: codes })}
          </div>
        ) : (
          <Chip>{t('factor.off')}</Chip>
        )}
        {since && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('people.reset')}
          </Button>
        )}
      </div>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t('people.reset')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{c('cancel')}</Button>
            <Button look="danger" loading={reset.isPending} onClick={go}>
              {t('people.reset')}
            </Button>
          </>
        }
      >
        <p>{t('people.resetWhy', { name })}</p>
      </Modal>
    </div>
  )
}

function Places({ id, access }: PartProps) {
  const t = useText('security')
  const s = useText('settings')
  const f = useFormat()
  const end = useEndSessionOf(id)
  const all = useSignOutPerson(id)
  return (
    <div>
      <h3>{s('sessions.title')}</h3>
      {access.sessions.length === 0 && <p className="caption">{t('people.noSessions')}</p>}
      {access.sessions.map((each) => (
        <div key={each.id} className={css.line}>
          <div>
            {browserOf(each.agent) ?? s('sessions.unknown')}
            <div className="caption">
              {[each.ip, each.via && t(`via.${each.via}`), f.ago(each.seen_at)].filter(Boolean).join(' · ')}
            </div>
          </div>
          <Button size="small" look="text" onClick={() => end.mutate(each.id, { onError: told })}>
            {s('sessions.end')}
          </Button>
        </div>
      ))}
      {access.sessions.length > 1 && (
        <Button
          size="small"
          icon="exit"
          loading={all.isPending}
          onClick={() =>
            all.mutate(undefined, {
              onSuccess: ({ ended }) => toast({ text: t('people.signedOut', { count: ended }) }),
              onError: told,
            })
          }
        >
          {t('people.signOut')}
        </Button>
      )}
    </div>
  )
}

function Keys({ id, access }: PartProps) {
  const t = useText('security')
  const s = useText('settings')
  const f = useFormat()
  const revoke = useRevokeTokenOf(id)
  return (
    <div>
      <h3>{s('tokens.title')}</h3>
      {access.tokens.length === 0 && <p className="caption">{t('people.noTokens')}</p>}
      {access.tokens.map((each) => (
        <div key={each.id} className={css.line}>
          <div>
            <b>{each.name}</b> {each.scopes.map((scope) => s(`tokens.scope.${scope as 'read'}`)).join(' · ')}
            <div className="caption">
              {s('tokens.used')} {each.used_at ? f.ago(each.used_at) : s('never')}
              {each.used_ip && ` · ${t('people.from', { ip: each.used_ip })}`}
            </div>
          </div>
          <Button size="small" look="text" onClick={() => revoke.mutate(each.id, { onError: told })}>
            {s('tokens.end')}
          </Button>
        </div>
      ))}
    </div>
  )
}

function Identities({ id, access }: PartProps) {
  const t = useText('security')
  const f = useFormat()
  const unlink = useUnlinkOf(id)
  return (
    <div>
      <h3>{t('identities.title')}</h3>
      {access.identities.map((each) => (
        <div key={each.id} className={css.line}>
          <div>
            {each.name ?? each.issuer}
            <div className="caption">{t('identities.linked', { when: f.date(each.created_at) })}</div>
          </div>
          <Button size="small" look="text" onClick={() => unlink.mutate(each.id, { onError: told })}>
            {t('identities.unlink')}
          </Button>
        </div>
      ))}
    </div>
  )
}
