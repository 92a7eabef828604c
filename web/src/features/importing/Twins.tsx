// Rows that may be a record we know already: what they resemble and why; the same, another one, or leave out.
import { Link } from 'react-router'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Icon, Select } from '@/ui'
import css from './Importing.module.css'
import type { ImportPatch, Twin, TwinCandidate } from './imports'

type Props = { form: Form; twins: Twin[]; onChange: (patch: ImportPatch) => void }

export function Twins({ form, twins, onChange }: Props) {
  const t = useText('importing')
  const pick = (twin: Twin, v: string) => {
    const choice = v === 'create' || v === 'skip' ? v : v === '' ? null : Number(v)
    onChange({ twins: [{ sheet: twin.sheet, row: twin.row, choice }] })
  }
  return (
    <div>
      <p className={`caption ${css.where}`}>{t('twinsWhy')}</p>
      {twins.map((twin) => (
        <div key={`${twin.sheet}!${twin.row}`} className={css.twin}>
          <div>
            <b>{twin.title}</b> <span className="caption">{t('at', { sheet: twin.sheet, row: twin.row })}</span>
            <Resembles form={form} twin={twin} />
          </div>
          <Select
            size="small"
            width={300}
            value={twin.choice === null ? '' : String(twin.choice)}
            onChange={(v) => pick(twin, v ?? '')}
            aria-label={t('twinOf', { title: twin.title })}
            options={[
              { value: '', label: t('twinLater') },
              { value: 'create', label: t('twinNew') },
              ...twin.candidates.flatMap((c) =>
                c.id === null ? [] : [{ value: String(c.id), label: t('twinSame', { title: c.title ?? `#${c.id}` }) }],
              ),
              { value: 'skip', label: t('twinSkip') },
            ]}
          />
        </div>
      ))}
    </div>
  )
}

function Resembles({ form, twin }: { form: Form; twin: Twin }) {
  const t = useText('importing')
  const f = useFormat()
  const why = (field: string | undefined, score?: number): string => {
    if (!field) return ''
    if (field === form.title && score) return t('alikeName', { score: f.percent(score * 100) })
    return t('sameField', { field: f.words(fieldOf(form, field)?.label) || field })
  }
  return (
    <ul className={css.resembles}>
      {twin.candidates.map((c) => (
        <li key={c.id ?? 'locked'}>
          <Candidate candidate={c} /> <span className="caption">· {why(c.field, c.score)}</span>
        </li>
      ))}
      {(twin.alike ?? []).map((x) => (
        <li key={`${x.sheet}!${x.row}`}>
          {x.title}{' '}
          <span className="caption">
            {[t('at', { sheet: x.sheet, row: x.row }), why(x.field)].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A record opens beside the wizard; of one out of sight only that it is there is told. */
function Candidate({ candidate: c }: { candidate: TwinCandidate }) {
  const t = useText('importing')
  if (c.id === null)
    return (
      <span>
        <Icon name="lock" size={12} /> {t('twinLocked')}
      </span>
    )
  return (
    <>
      <Link to={recordRoute(c.form, c.id)} target="_blank">
        {c.title ?? `#${c.id}`}
      </Link>{' '}
      <span className="caption">{c.owner ? t('ownedBy', { name: c.owner }) : t('ownedByNobody')}</span>
    </>
  )
}
