// How somebody gets in: invitation, last sign-in, disabling with what they hold, merging who never was.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Field, FieldError, Modal, SkeletonRows } from '@/ui'
import { InviteDialog } from './Invite'
import css from './Organisation.module.css'
import { useHolds, useSavePerson, useWithdraw, type PersonInFull } from './organisation'

type Asking = 'invite' | 'disable' | 'merge' | null

export function Access({ person, onClose }: { person: PersonInFull; onClose: () => void }) {
  const t = useText('organisation')
  const f = useFormat()
  const save = useSavePerson()
  const withdraw = useWithdraw()
  const [asking, setAsking] = useState<Asking>(null)
  const names = (refs: Ref[]) => refs.map((r) => r.title).join(t('comma'))
  const idle = person.state === 'not_activated'
  const { invitation } = person
  return (
    <section className={css.section}>
      <h3>{t('person.access')}</h3>
      <div className={css.facts}>
        <span>
          {person.last_sign_in
            ? t('person.lastSignIn', { when: f.ago(person.last_sign_in) })
            : t('person.neverSignedIn')}
          {person.sessions > 0 && ` · ${t('person.sessions', { count: person.sessions })}`}
        </span>
        {invitation && <span>{t('person.invited', { when: f.moment(invitation.expires_at) })}</span>}
        {person.leads.length > 0 && <span>{t('person.leads', { names: names(person.leads) })}</span>}
        {person.stands_for.length > 0 && <span>{t('person.standsFor', { names: names(person.stands_for) })}</span>}
        {person.state === 'disabled' && <Held person={person} />}
      </div>
      <div className={css.row}>
        {idle && (
          <Button size="small" look="accent" icon="send" onClick={() => setAsking('invite')}>
            {t(invitation ? 'person.inviteAgain' : 'person.invite')}
          </Button>
        )}
        {invitation && (
          <Button size="small" look="text" onClick={() => withdraw.mutate(invitation.id)} loading={withdraw.isPending}>
            {t('person.withdraw')}
          </Button>
        )}
        {idle && (
          <Button size="small" look="text" onClick={() => setAsking('merge')}>
            {t('person.merge')}
          </Button>
        )}
        {person.state === 'disabled' ? (
          <Button
            size="small"
            onClick={() => save.mutate({ id: person.id, change: { state: 'active' } })}
            loading={save.isPending}
          >
            {t('person.enable')}
          </Button>
        ) : (
          <Button size="small" look="text" onClick={() => setAsking('disable')}>
            {t('person.disable')}
          </Button>
        )}
      </div>
      {isProblem(save.error) && <FieldError>{save.error.errors[0]?.detail ?? save.error.message}</FieldError>}
      {asking === 'invite' && <InviteDialog people={[person]} onClose={() => setAsking(null)} />}
      {asking === 'disable' && <Disable person={person} onClose={() => setAsking(null)} />}
      {asking === 'merge' && <Merge person={person} onClose={() => setAsking(null)} onDone={onClose} />}
    </section>
  )
}

/** What somebody still holds, with the way to hand it over. */
function Held({ person }: { person: PersonInFull }) {
  const t = useText('organisation')
  const f = useFormat()
  const holds = useHolds(person.id)
  if (holds.isPending) return <SkeletonRows count={1} />
  if (!holds.data) return null
  const { forms, leads, records } = holds.data
  const parts = forms.map((each) => t('person.holding', { label: f.words(each.label), count: each.count }))
  return (
    <>
      <span>{records ? `${t('person.holds')} ${parts.join(' · ')}` : t('person.holdsNothing')}</span>
      {leads.length > 0 && <span>{t('person.leading', { names: leads.map((l) => l.title).join(t('comma')) })}</span>}
      {(records > 0 || leads.length > 0) && <Link to={`/settings/handover/${person.id}`}>{t('person.handOver')}</Link>}
    </>
  )
}

function Disable({ person, onClose }: { person: PersonInFull; onClose: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const save = useSavePerson()
  const disable = () =>
    save.mutate(
      { id: person.id, change: { state: 'disabled' } },
      {
        onSuccess: () => {
          toast({ text: t('person.disabledNow', { name: person.name }) })
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      onClose={onClose}
      title={t('person.disableTitle', { name: person.name })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="danger" onClick={disable} loading={save.isPending}>
            {t('person.disable')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p>{t('person.disableWhy')}</p>
        <div className={css.facts}>
          <Held person={person} />
        </div>
        {isProblem(save.error) && <FieldError>{save.error.message}</FieldError>}
      </div>
    </Modal>
  )
}

function Merge({ person, onClose, onDone }: { person: PersonInFull; onClose: () => void; onDone: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const save = useSavePerson()
  const [into, setInto] = useState<Ref | null>(null)
  const merge = () => into && save.mutate({ id: person.id, change: { merge_into: into.id } }, { onSuccess: onDone })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('person.merge')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="danger" onClick={merge} disabled={!into} loading={save.isPending}>
            {t('person.mergeInto')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p>{t('person.mergeWhy', { name: person.name })}</p>
        <Field label={t('person.mergeInto')}>
          {(ids) => (
            <Picker from="people" id={ids.id} value={into} onChange={setInto} aria-label={t('person.mergeInto')} />
          )}
        </Field>
        {isProblem(save.error) && <FieldError>{save.error.errors[0]?.detail ?? save.error.message}</FieldError>}
      </div>
    </Modal>
  )
}
