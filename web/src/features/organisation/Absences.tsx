// Absences: one's own or somebody's; from–until, who stands in, and whether for the records, too.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Id, Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Checkbox, Chip, DatePicker, Field, FieldError, Input } from '@/ui'
import css from './Organisation.module.css'
import { useEndAbsence, useSaveAbsence, type Absence } from './organisation'
import { lastDay } from './PeopleList'

/** `person` null: one's own. */
export function Absences({ person, items }: { person: Id | null; items: Absence[] }) {
  const t = useText('organisation')
  const [editing, setEditing] = useState<Absence | 'new' | null>(null)
  return (
    <>
      {items.length === 0 && editing !== 'new' && <p className="caption">{t('absence.none')}</p>}
      {items.map((each) =>
        editing !== 'new' && editing?.id === each.id ? (
          <AbsenceForm key={each.id} person={person} absence={each} onClose={() => setEditing(null)} />
        ) : (
          <OneAbsence key={each.id} person={person} absence={each} onEdit={() => setEditing(each)} />
        ),
      )}
      {editing === 'new' ? (
        <AbsenceForm person={person} absence={null} onClose={() => setEditing(null)} />
      ) : (
        <div>
          <Button size="small" icon="plus" onClick={() => setEditing('new')}>
            {t('absence.add')}
          </Button>
        </div>
      )}
    </>
  )
}

export function Period({ absence }: { absence: Pick<Absence, 'since' | 'until'> }) {
  const t = useText('organisation')
  const f = useFormat()
  return <>{t('absence.period', { since: f.date(f.day(absence.since)), until: lastDay(absence.until, f) })}</>
}

function OneAbsence({ person, absence, onEdit }: { person: Id | null; absence: Absence; onEdit: () => void }) {
  const t = useText('organisation')
  const c = useText('common')
  const end = useEndAbsence(person)
  const by = absence.substitute ? t('absence.by', { name: absence.substitute.title ?? '' }) : t('absence.nobody')
  return (
    <div className={css.absence}>
      <div>
        <div className={css.row}>
          <b>
            <Period absence={absence} />
          </b>
          {absence.now && <Chip tone="accent">{t('absence.now')}</Chip>}
        </div>
        <div className="caption">
          {[by, absence.records ? t('absence.recordsYes') : '', absence.note].filter(Boolean).join(' · ')}
        </div>
        {isProblem(end.error) && <FieldError>{end.error.message}</FieldError>}
      </div>
      <span className={css.row}>
        <Button size="small" look="text" onClick={onEdit}>
          {c('edit')}
        </Button>
        <Button size="small" look="text" onClick={() => end.mutate(absence.id)} loading={end.isPending}>
          {t(absence.now ? 'absence.back' : 'absence.cancel')}
        </Button>
      </span>
    </div>
  )
}

type FormProps = { person: Id | null; absence: Absence | null; onClose: () => void }

function AbsenceForm({ person, absence, onClose }: FormProps) {
  const t = useText('organisation')
  const c = useText('common')
  const f = useFormat()
  const save = useSaveAbsence(person)
  const [since, setSince] = useState<string | null>(absence ? f.day(absence.since) : f.today())
  const [until, setUntil] = useState<string | null>(
    absence ? f.day(new Date(Date.parse(absence.until) - 1).toISOString()) : null,
  )
  const [substitute, setSubstitute] = useState<Ref | null>(absence?.substitute ?? null)
  const [records, setRecords] = useState(absence?.records ?? true)
  const [note, setNote] = useState(absence?.note ?? '')
  const problem = isProblem(save.error) ? save.error : null
  const submit = () =>
    since &&
    until &&
    save.mutate(
      {
        id: absence?.id ?? null,
        // A beginning in the middle of a day stays what it was while the day is not changed.
        away: {
          since: absence && f.day(absence.since) === since ? absence.since : since,
          until,
          substitute: substitute?.id ?? null,
          records: records && substitute !== null,
          note: note.trim() || null,
        },
      },
      { onSuccess: onClose },
    )
  return (
    <div className={css.form} role="group" aria-label={t(absence ? 'absence.change' : 'absence.add')}>
      <div className={css.two}>
        <Field label={t('absence.since')} required error={problem?.of('since')}>
          {(ids) => <DatePicker {...ids} value={since} onChange={setSince} clearable={false} />}
        </Field>
        <Field label={t('absence.until')} required error={problem?.of('until')}>
          {(ids) => <DatePicker {...ids} value={until} onChange={setUntil} clearable={false} />}
        </Field>
      </div>
      <Field label={t('absence.substitute')} error={problem?.of('substitute')}>
        {(ids) => (
          <Picker
            from="people"
            id={ids.id}
            value={substitute}
            onChange={setSubstitute}
            aria-label={t('absence.substitute')}
          />
        )}
      </Field>
      {substitute && (
        <Checkbox checked={records} onChange={setRecords}>
          {t('absence.records')}
        </Checkbox>
      )}
      <Field
        label={t('absence.note')}
        hint={t(person === null ? 'absence.noteMine' : 'absence.noteHint')}
        error={problem?.of('note')}
      >
        {(ids) => <Input {...ids} value={note} onChange={setNote} maxLength={500} />}
      </Field>
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
      <div className={css.row}>
        <Button look="accent" onClick={submit} disabled={!since || !until} loading={save.isPending}>
          {c('save')}
        </Button>
        <Button look="text" onClick={onClose}>
          {c('cancel')}
        </Button>
      </div>
    </div>
  )
}
