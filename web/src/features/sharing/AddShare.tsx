// Opening a record to one more: into its team with what they are there for, or shared with a person, department or role.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Form, Ref, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Chip, Field, FieldError, Input, Segmented, Select } from '@/ui'
import { useOpen, type Level, type Share, type ShareKind, type SubjectKind } from './sharing'
import css from './Sharing.module.css'
import { TermPick } from './TermPick'
import { useRoleNames } from './roleNames'

const SUBJECTS: SubjectKind[] = ['person', 'department', 'role']
const LONGEST_DUTY = 40

type Props = { form: Form; row: Row; known: Share[] }

export function AddShare({ form, row, known }: Props) {
  const t = useText('sharing')
  const open = useOpen(form.key, row.id)
  const [kind, setKind] = useState<ShareKind>('team')
  const [subject, setSubject] = useState<SubjectKind>('person')
  const [who, setWho] = useState<Ref | null>(null)
  const [role, setRole] = useState<string | null>(null)
  const [level, setLevel] = useState<Level>('read')
  const [duty, setDuty] = useState('')
  const [until, setUntil] = useState<string | null | undefined>(null)
  const of = kind === 'team' ? 'person' : subject
  const to = of === 'role' ? (role ? { role } : null) : who ? { [of]: who.id } : null
  const problem = isProblem(open.error) ? open.error : null
  const put = () => {
    if (!to || until === undefined) return
    const said = kind === 'team' ? duty.trim() || null : null
    open.mutate(
      { kind, to, level, until, duty: said },
      {
        onSuccess: () => {
          setWho(null)
          setRole(null)
          setDuty('')
        },
      },
    )
  }
  return (
    <div className={css.add}>
      <Segmented<ShareKind>
        value={kind}
        onChange={setKind}
        aria-label={t('how')}
        options={[
          { value: 'team', label: t('team') },
          { value: 'share', label: t('share') },
        ]}
      />
      <p className="caption">{t(kind === 'team' ? 'teamWhy' : 'shareWhy')}</p>
      {kind === 'share' && (
        <Segmented<SubjectKind>
          size="small"
          value={subject}
          onChange={(next) => {
            setSubject(next)
            setWho(null)
          }}
          aria-label={t('withWhom')}
          options={SUBJECTS.map((value) => ({ value, label: t(`subject.${value}`) }))}
        />
      )}
      <Field label={t(`subject.${of}`)} error={problem?.of('to')}>
        {(ids) =>
          of === 'role' ? (
            <RolePick id={ids.id} value={role} onChange={setRole} />
          ) : (
            <Picker
              key={of}
              id={ids.id}
              invalid={ids.invalid}
              from={of === 'person' ? 'people' : 'departments'}
              value={who}
              onChange={setWho}
              aria-label={t(`subject.${of}`)}
            />
          )
        }
      </Field>
      {kind === 'team' && <Duty value={duty} onChange={setDuty} known={known} error={problem?.of('duty')} />}
      <div className={css.pair}>
        <Field label={t('may')}>
          {() => (
            <Segmented<Level>
              value={level}
              onChange={setLevel}
              aria-label={t('may')}
              options={[
                { value: 'read', label: t('level.read') },
                { value: 'write', label: t('level.write') },
              ]}
            />
          )}
        </Field>
        <Field label={t('until')} error={problem?.of('until')}>
          {(ids) => <TermPick id={ids.id} invalid={ids.invalid} onChange={setUntil} />}
        </Field>
      </div>
      {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
      <Button look="primary" onClick={put} disabled={!to || until === undefined} loading={open.isPending}>
        {t(kind === 'team' ? 'teamDo' : 'shareDo')}
      </Button>
    </div>
  )
}

type RoleProps = { id: string; value: string | null; onChange: (role: string | null) => void }

function RolePick({ id, value, onChange }: RoleProps) {
  const f = useFormat()
  const t = useText('sharing')
  const roles = useRoleNames()
  const options = (roles.data?.items ?? []).map((each) => ({ value: each.key, label: f.words(each.label) }))
  return (
    <Select
      id={id}
      options={options}
      value={value}
      onChange={onChange}
      loading={roles.isPending}
      aria-label={t('subject.role')}
    />
  )
}

type DutyProps = { value: string; onChange: (duty: string) => void; known: Share[]; error: string | undefined }

/** Free words; what is usual, and what others on this record are there for, is a tap away. */
function Duty({ value, onChange, known, error }: DutyProps) {
  const t = useText('sharing')
  const usual = [...known.map((each) => each.duty ?? ''), ...t('duties').split('|')]
  const offered = [...new Set(usual)].filter((each) => each && each !== value).slice(0, 6)
  return (
    <Field label={t('duty')} hint={t('dutyHint')} error={error}>
      {(ids) => (
        <>
          <Input {...ids} value={value} onChange={onChange} maxLength={LONGEST_DUTY} />
          <span className={css.duties}>
            {offered.map((each) => (
              <Chip key={each} onClick={() => onChange(each)}>
                {each}
              </Chip>
            ))}
          </span>
        </>
      )}
    </Field>
  )
}
