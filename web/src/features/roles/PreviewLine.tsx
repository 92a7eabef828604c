// One action on one form: how many records are gained and lost, by how many people, and some of them by name.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import css from './Roles.module.css'
import type { Count, PreviewRow, Sample } from './roles'
import { useFormNames } from './scopeWords'

export function PreviewLine({ row }: { row: PreviewRow }) {
  const t = useText('roles')
  const named = useFormNames()
  const [open, setOpen] = useState(false)
  const samples = [
    ...row.samples.gained.map((sample) => ({ ...sample, way: 'gained' as const })),
    ...row.samples.lost.map((sample) => ({ ...sample, way: 'lost' as const })),
  ]
  const name = t('cell', { form: named(row.form), action: t(`action.${row.action as 'read'}`) })
  return (
    <li>
      <div className={css.previewRow}>
        {samples.length > 0 ? (
          <button
            type="button"
            className={`plain-button ${css.fold}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} size={12} /> {name}
          </button>
        ) : (
          <span className={css.unfolded}>{name}</span>
        )}
        <span className={css.counts}>
          {row.may === null ? (
            <>
              <Number way="gained" count={row.gained} />
              <Number way="lost" count={row.lost} />
            </>
          ) : (
            <span className={row.may ? 'won' : css.lost}>{t(row.may ? 'mayNow' : 'mayNoMore')}</span>
          )}
        </span>
        <span className="caption">{t('forPeople', { count: row.people })}</span>
      </div>
      {open && (
        <ul className={css.samples}>
          {samples.map((sample) => (
            <SampleLine key={`${sample.way}.${sample.id}.${sample.person.id}`} form={row.form} sample={sample} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Number({ way, count }: { way: 'gained' | 'lost'; count: Count | null }) {
  const t = useText('roles')
  const f = useFormat()
  if (!count || (count.value === 0 && count.exact)) return null
  const value = f.number(count.value) + (count.exact ? '' : '+')
  return (
    <span className={way === 'gained' ? 'won' : css.lost}>{t(way === 'gained' ? 'gainedN' : 'lostN', { value })}</span>
  )
}

function SampleLine({ form, sample }: { form: string; sample: Sample & { way: 'gained' | 'lost' } }) {
  const t = useText('roles')
  const who = sample.person.title ?? ''
  return (
    <li className={css.sample}>
      <Link to={recordRoute(form, sample.id)} className="ellipsis">
        {sample.title || `#${sample.id}`}
      </Link>
      <span className="caption">{t(sample.way === 'gained' ? 'gains' : 'loses', { name: who })}</span>
    </li>
  )
}
