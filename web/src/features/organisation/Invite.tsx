// Inviting: somebody new or people who are not activated; the links are shown once.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, Field, FieldError, Input, Modal, Select } from '@/ui'
import css from './Organisation.module.css'
import { useInvite, useOpenInvitations, type HeldRole, type Made } from './organisation'
import { PlacesEditor, toPlaces, type Placing } from './PlacesEditor'
import { RolesEditor } from './RolesEditor'

const DAYS = [1, 3, 7, 14, 30]

type Props = {
  /** Who is invited; left out: somebody new. */
  people?: { id: Id; name: string; email?: string | null }[]
  department?: Id | null
  onClose: () => void
}

export function InviteDialog({ people, department = null, onClose }: Props) {
  const t = useText('organisation')
  const c = useText('common')
  const invite = useInvite()
  const mailing = useOpenInvitations().data?.mail ?? false
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [places, setPlaces] = useState<Placing[]>(department === null ? [] : [{ department, position: null }])
  const [roles, setRoles] = useState<HeldRole[]>([])
  const [days, setDays] = useState(7)
  const [mail, setMail] = useState(true)
  const problem = isProblem(invite.error) ? invite.error : null
  if (invite.data) return <Links made={invite.data.items} onClose={onClose} />
  const person = { name: name.trim(), email: email.trim() || null, places: toPlaces(places), roles }
  const submit = () =>
    invite.mutate({ ...(people ? { people: people.map((p) => p.id) } : { person }), days, mail: mailing && mail })
  return (
    <Modal
      open
      onClose={onClose}
      width={560}
      title={people?.[0] && people.length === 1 ? `${t('people.invite')} ${people[0].name}` : t('invite.title')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={submit} loading={invite.isPending} disabled={!people && !name.trim()}>
            {t('invite.make')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p className="caption">
          {people && people.length > 1 ? t('invite.several', { count: people.length }) : t('invite.why')}
        </p>
        {!people && (
          <>
            <div className={css.two}>
              <Field label={t('person.name')} required error={problem?.of('name')}>
                {(ids) => <Input {...ids} value={name} onChange={setName} autoFocus />}
              </Field>
              <Field label={t('person.email')} error={problem?.of('email')}>
                {(ids) => <Input {...ids} type="email" value={email} onChange={setEmail} autoComplete="off" />}
              </Field>
            </div>
            <PlacesEditor places={places} onChange={setPlaces} />
            <RolesEditor roles={roles} onChange={setRoles} error={problem?.of('roles')} />
          </>
        )}
        <Field label={t('invite.days')}>
          {(ids) => (
            <Select<number>
              id={ids.id}
              value={days}
              onChange={(d) => setDays(d ?? 7)}
              options={DAYS.map((value) => ({ value, label: t('invite.forDays', { count: value }) }))}
              aria-label={t('invite.days')}
            />
          )}
        </Field>
        {mailing && (
          <Field label="" hint={t('invite.mailHint')}>
            {() => (
              <Checkbox checked={mail} onChange={setMail}>
                {t('invite.mail')}
              </Checkbox>
            )}
          </Field>
        )}
        {problem && <FieldError>{problem.errors[0]?.detail ?? problem.message}</FieldError>}
      </div>
    </Modal>
  )
}

const linkOf = (made: Made): string => `${location.origin}${made.path}`

/** The links just made: now or never. */
function Links({ made, onClose }: { made: Made[]; onClose: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const f = useFormat()
  const copy = async (text: string) => {
    if (await copyText(text)) toast({ text: t('invite.copied') })
  }
  return (
    <Modal
      open
      fixed
      onClose={onClose}
      width={560}
      title={t('invite.madeTitle')}
      footer={
        <>
          {made.length > 1 && (
            <Button onClick={() => void copy(made.map((m) => `${m.person.name}\t${linkOf(m)}`).join('\n'))}>
              {t('invite.copyAll')}
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            {c('done')}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p>{t('invite.made')}</p>
        <div className={css.links}>
          {made.map((each) => (
            <div key={each.id} className={css.link}>
              <span>
                <b>{each.person.name}</b>{' '}
                <span className="caption">
                  {each.mailed ? `${t('invite.mailed')} · ` : ''}
                  {t('invite.until', { when: f.moment(each.expires_at) })}
                </span>
              </span>
              <Button size="small" icon="copy" onClick={() => void copy(linkOf(each))}>
                {t('invite.copy')}
              </Button>
              <code>{linkOf(each)}</code>
              {each.mail_error && <FieldError>{t('invite.notMailed')}</FieldError>}
            </div>
          ))}
        </div>
      </div>
    </Modal>
  )
}
