// One thing that happened: people's doings get a circle and a box, the machine's one line and a dot.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { fieldOf, stageOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isRef } from '@/core/search'
import type { FileRef, Form, Row, Value } from '@/core/types'
import { kindIcon } from '@/features/log/Composer'
import { useActivityForm } from '@/features/log/log'
import { useText } from '@/i18n'
import { FieldCell, FileList, filesOf, isEmpty } from '@/kinds'
import { Chip, Icon, type IconName } from '@/ui'
import { changesOf, handed, passed, type Change, type Entry } from './record'
import { Machine } from './Machine'
import { PushedEntry } from './PushedEntry'
import { mayComeBack, RestoreValue } from './RestoreValue'
import css from './Timeline.module.css'

type Props = { entry: Entry; form: Form; row: Row }

export function TimelineEntry(props: Props) {
  const { entry } = props
  if (entry.kind === 'changed') return <Changed {...props} />
  if (entry.kind === 'stage') return <Moved {...props} />
  if (entry.kind === 'comment') return <Comment {...props} />
  if (entry.kind === 'file') return <FileAdded {...props} />
  if (entry.kind === 'pushed' || entry.kind === 'came_from') return <PushedEntry entry={entry} />
  if (entry.data.content !== undefined) return <Activity {...props} />
  return <Plain {...props} />
}

function Human({ icon, head, at, children }: { icon: IconName; head: ReactNode; at: string; children?: ReactNode }) {
  const f = useFormat()
  return (
    <li className={css.human}>
      <span className={css.circle}>
        <Icon name={icon} size={14} />
      </span>
      <div className={css.content}>
        <div>
          {head}{' '}
          <time className="caption" dateTime={at} title={f.exact(at)}>
            {f.time(at)}
          </time>
        </div>
        {children}
      </div>
    </li>
  )
}

const text = (v: Value): string => (isRef(v) ? (v.title ?? '') : typeof v === 'string' ? v : '')

function Activity({ entry, form }: Props) {
  const t = useText('record')
  const f = useFormat()
  const { kinds } = useActivityForm()
  const kind = kinds.find((k) => k.key === entry.data.kind)
  const elsewhere = entry.record && entry.record.form !== form.key
  return (
    <Human
      icon={kindIcon(kind?.key) ?? 'follow'}
      at={entry.at}
      head={
        <>
          <b>{entry.by?.title ?? t('someone')}</b> {kind ? f.words(kind.label) : ''}{' '}
          {entry.data.contact ? <b>{text(entry.data.contact)}</b> : null}
          {elsewhere && entry.data.about ? <span className="caption"> {text(entry.data.about)}</span> : null}
        </>
      }
    >
      <div className={css.box}>
        <p className={css.words}>{text(entry.data.content)}</p>
        {entry.data.step_done ? <Chip icon="check">{t('endedStep')}</Chip> : null}
        {entry.data.next_at || entry.data.next_step ? (
          <Chip tone="accent">
            {t('nextStep')} {entry.data.next_at ? f.moment(String(entry.data.next_at)) : ''}{' '}
            {text(entry.data.next_step)}
          </Chip>
        ) : null}
        <FileList files={filesOf(entry.data.files)} />
      </div>
    </Human>
  )
}

function Comment({ entry }: Props) {
  const t = useText('record')
  const p = useText('pushing')
  return (
    <Human
      icon="at"
      at={entry.at}
      head={
        <>
          <b>{entry.by?.title ?? t('someone')}</b>
          {entry.record && <span className="caption"> {p('along', { record: text(entry.record) })}</span>}
        </>
      }
    >
      <div className={css.box}>
        <p className={css.words}>{text(entry.data.body)}</p>
      </div>
    </Human>
  )
}

function FileAdded({ entry, form }: Props) {
  const t = useText('record')
  const { name, size, type } = entry.data as unknown as FileRef
  return (
    <Human
      icon="file"
      at={entry.at}
      head={
        <>
          <b>{entry.by?.title ?? t('someone')}</b>{' '}
          {t(entry.form && entry.form !== form.key ? 'addedFileAlong' : 'addedFile')}
        </>
      }
    >
      <FileList files={[{ id: entry.id, name, size, type }]} />
    </Human>
  )
}

function Changed({ entry, form, row }: Props) {
  const t = useText('record')
  const over = handed(form, entry)
  const by = entry.by?.title ?? t('system2')
  const name = (of: { title: string | null } | null) => (of ? (of.title ?? t('someone')) : t('pool'))
  const people = over && { by, from: name(over.from), to: name(over.to) }
  const move = over ? null : passed(entry)
  if (move)
    return <Machine at={entry.at}>{t(`passed.${move.move}`, { by, from: name(move.from), to: name(move.to) })}</Machine>
  return (
    <Machine at={entry.at}>
      {people ? t(entry.data.undone ? 'handedBack' : 'handedOver', people) : `${by} `}
      {(over?.rest ?? changesOf(entry)).map((c, i) => (
        <span key={`${c.field}${i}`} className={css.change}>
          {(i > 0 || over) && t('and')}
          <OneChange change={c} form={form} row={row} />
        </span>
      ))}
    </Machine>
  )
}

const FILES = new Set(['file', 'image', 'signature'])

function OneChange({ change, form, row }: { change: Change; form: Form; row: Row }) {
  const t = useText('record')
  const f = useFormat()
  const field = fieldOf(form, change.field)
  const words = useText('fields')
  const isFile = FILES.has(field?.kind ?? '')
  const show = (v: Value) =>
    isEmpty(v) ? null : isFile && Array.isArray(v) ? (
      v.length > 0 && words('files', { count: v.length })
    ) : field ? (
      <FieldCell field={field} value={v} form={form} />
    ) : (
      String(v)
    )
  const [before, after] = [show(change.before), show(change.after)]
  return (
    <>
      {before && after ? t('changedFrom') : after ? t('filled') : t('cleared')}{' '}
      <b>{f.words(change.label) || change.field}</b>
      {before && <s className={`t3 ${css.old}`}>{before}</s>}
      {before && after && <span className="t3"> → </span>}
      {after && <b className={css.new}>{after}</b>}
      {mayComeBack(form, row, field) && (
        <RestoreValue form={form} row={row} change={change} label={f.words(change.label) || change.field} />
      )}
    </>
  )
}

function Moved({ entry, form }: Props) {
  const t = useText('record')
  const f = useFormat()
  const from = stageOf(form, entry.data.from)
  const to = stageOf(form, entry.data.to)
  const p = entry.data.probability as [number | null, number | null] | undefined
  const tone = to?.type === 'won' ? 'var(--won)' : to?.type === 'open' ? 'var(--s3)' : 'var(--lost)'
  return (
    <Machine at={entry.at} tone={tone}>
      {t('stage')} {from && <span className="t3">{f.words(from.label)} → </span>}
      <b>{f.words(to?.label) || String(entry.data.to ?? '')}</b>
      {p && p[0] !== null && p[1] !== null && p[0] !== p[1] && (
        <span className="t2">{t('probability', { from: f.percent(p[0]), to: f.percent(p[1]) })}</span>
      )}
      {entry.data.imported ? <span className="caption"> {t('imported')}</span> : null}{' '}
      <span className="caption">{entry.by?.title ?? ''}</span>
    </Machine>
  )
}

const KNOWN = ['created', 'deleted', 'restored', 'imported', 'undone', 'merged', 'assigned', 'erased'] as const

/** Everything else is one line: who did what. */
function Plain({ entry }: Props) {
  const t = useText('record')
  const other = useForm(entry.record?.form ?? '').data
  const f = useFormat()
  const known = KNOWN.find((k) => k === entry.kind)
  return (
    <Machine at={entry.at}>
      {entry.by?.title ?? t(entry.data.via === 'public' ? 'publicForm' : 'system2')}{' '}
      {known ? t(`did.${known}`) : entry.kind}{' '}
      {entry.record && other && (
        <Link to={`/f/${entry.record.form}/${entry.record.id}`}>
          {f.words(other.label)} {text(entry.data.title)}
        </Link>
      )}
    </Machine>
  )
}
