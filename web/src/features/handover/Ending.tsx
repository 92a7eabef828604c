// After the handover: whether the person leaves, what is no record, teams, reading on, telling the receivers.
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Chooser, DatePicker, Field, Select, Switch, TextArea } from '@/ui'
import css from './Handover.module.css'
import type { Draft, Held, Teams } from './handover'

type Props = { held: Held; draft: Draft; set: (part: Partial<Draft>) => void }
const TEAMS: Teams[] = ['stays', 'leaves', 'passes', 'reader']

export function Ending({ held, draft, set }: Props) {
  const t = useText('handover')
  const me = useMe()
  const mayClose = me.rights.people && me.person.id !== held.person.id
  const leaves = draft.ending === 'leaves'
  const end = (ending: Draft['ending']) => set({ ending, teams: ending === 'leaves' ? 'leaves' : 'stays' })
  return (
    <>
      {mayClose && (
        <div className={css.fields}>
          <Chooser
            label={t('steps.end')}
            value={draft.ending}
            onChange={end}
            options={(['stays', 'leaves'] as const).map((x) => ({ value: x, label: t(`endings.${x}`) }))}
          />
          <span className="caption">{t(leaves ? 'leavesHint' : 'staysHint')}</span>
        </div>
      )}
      <div className={css.grid}>
        {me.rights.people && <NoRecords held={held} draft={draft} set={set} />}
        {!leaves && (
          <Field label={t('readerUntil')} hint={t('readerHint')}>
            {(p) => (
              <DatePicker {...p} value={draft.readerUntil} onChange={(readerUntil) => set({ readerUntil })} clearable />
            )}
          </Field>
        )}
      </div>
      <label className={css.line}>
        <Switch checked={draft.tell} onChange={(tell) => set({ tell })} aria-label={t('tell')} /> {t('tell')}
      </label>
      {draft.tell && (
        <Field label={t('note')}>
          {(p) => (
            <TextArea
              {...p}
              value={draft.note}
              onChange={(note) => set({ note: note.slice(0, 500) })}
              placeholder={t('notePlaceholder')}
            />
          )}
        </Field>
      )}
    </>
  )
}

function NoRecords({ held, draft, set }: Props) {
  const t = useText('handover')
  const leaves = draft.ending === 'leaves'
  const teams = leaves ? TEAMS.filter((x) => x !== 'reader') : TEAMS
  return (
    <>
      <Field label={t('othersTo')} hint={t(leaves ? 'othersHint' : 'othersStays')}>
        {(p) => (
          <Picker
            {...p}
            from={{ receivers: held.person.id, forms: [] }}
            value={draft.others}
            onChange={(others) => set({ others })}
          />
        )}
      </Field>
      <Field label={t('teams')}>
        {(p) => (
          <Select<Teams>
            {...p}
            value={draft.teams}
            options={teams.map((x) => ({ value: x, label: t(`teamChoices.${x}`) }))}
            onChange={(x) => set({ teams: x ?? 'stays' })}
          />
        )}
      </Field>
    </>
  )
}
