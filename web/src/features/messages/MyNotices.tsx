// How somebody wants to hear of news: channels by kind, digest, quiet hours, what is muted.
import { useMute } from '@/core/notifications'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { Rows } from '@/features/settings/Rows'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, Checkbox, ErrorState, Field, Select, SkeletonRows, Switch, TimePicker } from '@/ui'
import css from './messages.module.css'
import { useChoose, useNoticeChoices, type Choices, type Family, type NewChoices, type Way } from './messages'

const MAIL: Way[] = ['now', 'digest', 'off']
const SMS: Way[] = ['now', 'off']

export function MyNotices() {
  const choices = useNoticeChoices()
  return (
    <section className={settings.part}>
      {choices.isPending && <SkeletonRows count={8} />}
      {choices.isError && <ErrorState error={choices.error} retry={() => void choices.refetch()} />}
      {choices.data && <Chosen choices={choices.data} />}
    </section>
  )
}

const ways = (families: Family[], of: 'mail' | 'sms') => Object.fromEntries(families.map((f) => [f.key, f[of]]))

function Chosen({ choices }: { choices: Choices }) {
  const t = useText('messages')
  const choose = useChoose()
  const save = (change: Partial<NewChoices>) =>
    choose.mutate(
      {
        mail: ways(choices.families, 'mail'),
        sms: ways(choices.families, 'sms'),
        quiet: choices.quiet,
        digest_at: choices.digest_at,
        ...change,
      },
      {
        onSuccess: () => toast({ text: t('mine.saved') }),
        onError: (e) => isProblem(e) && toast({ text: e.errors[0]?.detail ?? e.message }),
      },
    )
  return (
    <>
      <p className="t2">{t('mine.why')}</p>
      <Missing choices={choices} />
      <Table choices={choices} save={save} />
      <div className={css.fields}>
        <Field label={t('mine.digest')} hint={t('mine.digestHint')}>
          {(ids) => (
            <div className={css.time}>
              <TimePicker
                id={ids.id}
                value={choices.digest_at}
                onChange={(at) => at && save({ digest_at: at })}
                aria-label={t('mine.digest')}
              />
            </div>
          )}
        </Field>
        <QuietHours choices={choices} save={save} />
      </div>
      {choices.mutes.length > 0 && <Mutes choices={choices} />}
    </>
  )
}

function Missing({ choices }: { choices: Choices }) {
  const t = useText('messages')
  const lines = [
    !choices.channels.mail ? t('mine.noMail') : !choices.email ? t('mine.noAddress') : null,
    !choices.channels.sms ? t('mine.noSms') : !choices.phone ? t('mine.noPhone') : null,
  ].filter((line) => line !== null)
  return lines.length ? <p className="caption">{lines.join(' · ')}</p> : null
}

type Part = { choices: Choices; save: (change: Partial<NewChoices>) => void }

function Table({ choices, save }: Part) {
  const t = useText('messages')
  const pick = (family: Family, of: 'mail' | 'sms', offered: Way[]) => (
    <Select<Way>
      width={132}
      size="small"
      value={family[of]}
      disabled={(of === 'mail' && family.loud) || !choices.channels[of]}
      onChange={(way) => way && save({ [of]: { ...ways(choices.families, of), [family.key]: way } })}
      options={offered.map((value) => ({ value, label: t(`mine.ways.${value}`) }))}
      aria-label={`${family.label} ${t(`mine.${of}`)}`}
    />
  )
  return (
    <Rows
      rows={choices.families}
      id={(f) => f.key}
      label={t('mine.what')}
      columns={[
        {
          key: 'what',
          label: t('mine.what'),
          cell: (f) => <span title={f.loud ? t('mine.loud') : undefined}>{f.label}</span>,
        },
        { key: 'mail', label: t('mine.mail'), cell: (f) => pick(f, 'mail', MAIL) },
        { key: 'sms', label: t('mine.sms'), cell: (f) => pick(f, 'sms', SMS) },
      ]}
    />
  )
}

function QuietHours({ choices, save }: Part) {
  const t = useText('messages')
  const quiet = choices.quiet
  return (
    <Field label={t('mine.quiet')} hint={t('mine.quietHint')}>
      {(ids) => (
        <div className={css.quiet}>
          <Switch
            id={ids.id}
            checked={quiet !== null}
            onChange={(on) => save({ quiet: on ? { since: '20:00', until: '08:00', days_off: true } : null })}
            aria-label={t('mine.quiet')}
          />
          {quiet && (
            <>
              {(['since', 'until'] as const).map((end) => (
                <span key={end} className={css.end}>
                  {t(`mine.${end}`)}
                  <span className={css.time}>
                    <TimePicker
                      value={quiet[end]}
                      onChange={(at) => at && save({ quiet: { ...quiet, [end]: at } })}
                      aria-label={t(`mine.${end}`)}
                    />
                  </span>
                </span>
              ))}
              <Checkbox checked={quiet.days_off} onChange={(days_off) => save({ quiet: { ...quiet, days_off } })}>
                {t('mine.daysOff')}
              </Checkbox>
            </>
          )}
        </div>
      )}
    </Field>
  )
}

function Mutes({ choices }: { choices: Choices }) {
  const t = useText('messages')
  const mute = useMute()
  return (
    <div className={settings.block}>
      <h2>{t('mine.mutes')}</h2>
      <ul className={css.mutes}>
        {choices.mutes.map((m) => (
          <li key={m.what}>
            <span>{m.label}</span>
            <Button size="small" look="text" onClick={() => mute.mutate({ unmute: m.what })}>
              {t('mine.unmute')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
