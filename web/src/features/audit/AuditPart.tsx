// Who did what: found by person, kind, form, time, address and words; each row opens with before and after.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Avatar, Button, Chip, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { useAsked, useAudit, type AuditRow } from './audit'
import { AuditDrawer } from './AuditDrawer'
import { AuditFilters } from './AuditFilters'
import { ChainPanel } from './ChainPanel'
import css from './Audit.module.css'

export function AuditPart() {
  const t = useText('audit')
  const [asked, change] = useAsked()
  const audit = useAudit(asked)
  const [open, setOpen] = useState<AuditRow | null>(null)
  const rows = audit.data?.pages.flatMap((p) => p.items) ?? []
  const filtered = Object.keys(asked).length
  const clear = () => change(Object.fromEntries(Object.keys(asked).map((key) => [key, ''])))
  return (
    <section className={css.part}>
      <ChainPanel />
      <AuditFilters asked={asked} change={change} />
      {audit.isPending && <SkeletonRows count={8} />}
      {audit.isError && <ErrorState error={audit.error} retry={() => void audit.refetch()} />}
      {audit.data && rows.length === 0 && (
        <EmptyState
          what={t('none')}
          why={t(filtered ? 'noneFiltered' : 'noneWhy')}
          action={filtered ? <Button onClick={clear}>{t('clear', { count: filtered })}</Button> : undefined}
        />
      )}
      {rows.length > 0 && <Trail rows={rows} open={setOpen} />}
      {audit.hasNextPage && (
        <Button look="text" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
      <AuditDrawer row={open} onClose={() => setOpen(null)} />
    </section>
  )
}

/** Shown in the row's drawer only: nobody reads them in passing. */
const DRY = new Set(['sha256', 'job'])

type TrailProps = { rows: AuditRow[]; open: (row: AuditRow) => void }

function Trail({ rows, open }: TrailProps) {
  const t = useText('audit')
  const phone = usePhone()
  if (phone)
    return (
      <ul className={css.cards} aria-label={t('title')}>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className={css.card} onClick={() => open(row)}>
              <What row={row} />
              <span className="caption">
                <Who row={row} /> · <When at={row.at} /> {row.ip && `· ${row.ip}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    )
  return (
    <table className={css.table} aria-label={t('title')}>
      <thead>
        <tr>
          <th className={css.at}>{t('at')}</th>
          <th className={css.by}>{t('by')}</th>
          <th>{t('what')}</th>
          <th className={css.from}>{t('from')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="t2">
              <When at={row.at} />
            </td>
            <td>
              <Who row={row} />
            </td>
            <td>
              <button type="button" className={css.open} onClick={() => open(row)}>
                <What row={row} />
              </button>
            </td>
            <td className="caption">{[row.via_label, row.ip].filter(Boolean).join(' · ') || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function When({ at }: { at: string }) {
  const f = useFormat()
  return <time title={f.exact(at)}>{f.moment(at)}</time>
}

function Who({ row }: { row: AuditRow }) {
  const t = useText('audit')
  const phone = usePhone()
  const name = row.by?.title ?? t('system')
  return (
    <span className={css.who}>
      {row.by && !phone && <Avatar name={name} />}
      <span className={row.by ? undefined : 't3'}>{name}</span>
    </span>
  )
}

/** One line: what was done, to what, and the first things worth knowing. */
function What({ row }: { row: AuditRow }) {
  const t = useText('audit')
  const subject = row.record ? (row.record.title ?? `#${row.record.id}`) : null
  const about = row.about
    .filter((each) => !DRY.has(each.key))
    .slice(0, 3)
    .map((each) => `${each.label} ${each.value}`)
  return (
    <span className={css.what}>
      <span className={css.said}>
        <b>{row.said}</b>
        {row.form_label && <Chip>{row.form_label}</Chip>}
        {subject && <span>{subject}</span>}
        {row.changes.length > 0 && <span className="t3">{t('changes', { count: row.changes.length })}</span>}
      </span>
      {about.length > 0 && <span className={`caption ${css.about}`}>{about.join(' · ')}</span>}
    </span>
  )
}
