// What people want to know before they start: whose rows fall to whom, and what belongs to others.
import { useState } from 'react'
import { usePick } from '@/core/search'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import css from './Importing.module.css'
import type { Conflicts, ImportPatch, Owners, Proposal } from './imports'

type Props = { proposal: Proposal; onChange: (patch: ImportPatch) => void }

export function Notices({ proposal, onChange }: Props) {
  const t = useText('importing')
  const o = proposal.owners
  const locked = proposal.twins.locked ?? 0
  const pick = (owner: number) => onChange({ options: { owner } })
  const list = (names: Owners['unknown'], total: number) => {
    const shown = names.slice(0, 4).map((x) => t('nameRows', { name: x.name, count: x.rows }))
    return shown.join(t('comma')) + (total > shown.length ? t('andMore', { count: total }) : '')
  }
  const clash = proposal.conflicts
  const clashes = ({ examples, total }: Conflicts) => {
    const shown = examples
      .slice(0, 3)
      .map((x) => t('conflict', { title: x.title, owner: x.owner ?? '—', theirs: x.theirs ?? '—' }))
    return shown.join(t('semicolon')) + (total > shown.length ? ' …' : '')
  }
  const lines = [
    o && !o.may_assign && o.known_rows + o.unknown_rows > 0 && <p key="yours">{t('allYours')}</p>,
    o && o.may_assign && o.unknown_rows > 0 && (
      <div key="unknown" className={css.notice}>
        <span>
          {t(o.may_make ? 'unknownOff' : 'unknownNoRight', {
            names: list(o.unknown, o.unknown_total),
            count: o.unknown_rows,
          })}
        </span>
        <GoesTo owners={o} onPick={pick} />
      </div>
    ),
    o && o.make_total > 0 && (
      <p key="make">{t('willMake', { count: o.make_total, names: list(o.make, o.make_total) })}</p>
    ),
    clash && clash.total > 0 && (
      <p key="conflicts">
        {t('conflictsTold', { count: clash.total, examples: clashes(clash) })}{' '}
        {t(proposal.options?.on_match === 'overwrite' ? 'conflictsOverwrite' : 'conflictsKeep')}
      </p>
    ),
    locked > 0 && <p key="locked">{t('lockedTwins', { count: locked })}</p>,
  ].filter(Boolean)
  return lines.length > 0 ? (
    <div className={css.notices} role="status">
      {lines}
    </div>
  ) : null
}

export function GoesTo({ owners, onPick }: { owners: Owners; onPick: (id: number) => void }) {
  const t = useText('importing')
  const [q, setQ] = useState('')
  const people = usePick('people', q).data ?? []
  const now = owners.goes_to
  const others = people.filter((p) => p.id !== now?.id).map((p) => ({ value: p.id, label: p.title }))
  return (
    <Select
      size="small"
      width={180}
      value={now?.id ?? null}
      disabled={!owners.may_assign}
      onChange={(id) => id && onPick(id)}
      onSearch={setQ}
      options={[...(now ? [{ value: now.id, label: now.title ?? '' }] : []), ...others]}
      aria-label={t('goesTo')}
    />
  )
}
