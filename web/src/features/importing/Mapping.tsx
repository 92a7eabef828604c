// Columns to fields: heading, samples as they stand in the file, the field they become, how they are read.
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Chip, Select } from '@/ui'
import css from './Importing.module.css'
import type { ImportColumn, ImportPatch, ImportSheet, Target } from './imports'

type Props = { form: Form; sheet: ImportSheet; targets: Target[]; onChange: (patch: ImportPatch) => void }

export function Mapping({ form, sheet, targets, onChange }: Props) {
  const t = useText('importing')
  const f = useFormat()
  const phone = usePhone()
  const taken = new Set(sheet.columns.map((c) => c.field).filter(Boolean))
  const set = (index: number, part: { field?: string | null; reading?: Reading }) =>
    onChange({ sheets: [{ name: sheet.name, columns: [{ index, ...part }] }] })
  // A form may call what the server knows by a word of its own.
  const fields = targets.map((x) => ({ ...x, label: fieldOf(form, x.key)?.label ?? x.label }))
  const options = (c: ImportColumn) => [
    { value: '', label: t('ignore') },
    ...fields.map((x) => ({ value: x.key, label: f.words(x.label), disabled: x.key !== c.field && taken.has(x.key) })),
  ]
  return (
    <div>
      <p className={`caption ${css.where}`}>
        {sheet.heading_row ? t('headingAt', { row: sheet.heading_row }) : t('noHeading')}
        {sheet.skipped.length > 0 && ` · ${t('skippedRows', { count: sheet.skipped.length })}`}
        {sheet.title && ` · ${t('titled', { title: sheet.title })}`}
      </p>
      <div className={css.mapping} role="table" aria-label={t('part.mapping')}>
        {!phone && (
          <div className={`${css.mapRow} ${css.mapHead}`} role="row">
            <span>{t('column')}</span>
            <span>{t('samples')}</span>
            <span>{t('field')}</span>
            <span>{t('readAs')}</span>
          </div>
        )}
        {sheet.columns.map((c) => (
          <div key={c.index} className={[css.mapRow, c.field ? '' : css.ignored].join(' ')} role="row">
            <span className={css.heading}>
              <span className="caption">{c.letter}</span> <b>{c.heading || t('noName')}</b>
            </span>
            <span className={css.samples}>
              {c.samples
                .filter(Boolean)
                .slice(0, 3)
                .map((s, i) => (
                  <span key={i} className="ellipsis">
                    {s}
                  </span>
                ))}
            </span>
            <span>
              <Select
                value={c.field ?? ''}
                onChange={(v) => set(c.index, { field: v || null })}
                options={options(c)}
                searchable
                size="small"
                aria-label={t('fieldFor', { column: c.heading || c.letter })}
              />
            </span>
            <ReadAs
              column={c}
              percent={fields.some((x) => x.key === c.field && x.kind === 'percent')}
              onRead={(reading) => set(c.index, { reading })}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

type Reading = { order?: 'YMD' | 'DMY' | 'MDY'; unit?: string | null }
type ReadProps = { column: ImportColumn; percent: boolean; onRead: (reading: Reading) => void }

function ReadAs({ column, percent, onRead }: ReadProps) {
  const t = useText('importing')
  if (!column.field) return <span />
  const r = column.reading
  const refused = column.problems.reduce((n, x) => n + (x.note ? 0 : x.count), 0)
  const noted = column.problems.reduce((n, x) => n + (x.note ? x.count : 0), 0)
  return (
    <span className={css.readAs}>
      {r?.order && (
        <Select
          size="small"
          width={150}
          value={r.order}
          onChange={(v) => v && onRead({ order: v })}
          aria-label={t('dateOrder')}
          options={(['YMD', 'DMY', 'MDY'] as const).map((o) => ({ value: o, label: t(`order.${o}`) }))}
        />
      )}
      {r?.assumed && <Chip tone="plain">{t('assumed')}</Chip>}
      {percent && (
        <Select
          size="small"
          width={150}
          value={r?.unit === '100%' ? '100%' : '1%'}
          onChange={(v) => onRead({ unit: v === '100%' ? v : null })}
          aria-label={t('percentAs')}
          options={(['100%', '1%'] as const).map((unit) => ({ value: unit, label: t('oneIs', { unit }) }))}
        />
      )}
      {!percent && r?.unit && <Chip tone="plain">{t('unit', { unit: r.unit })}</Chip>}
      {column.confidence < 0.75 && <Chip tone="outline">{t('unsure')}</Chip>}
      {refused > 0 && <span className="caption">{t('unread', { count: refused })}</span>}
      {noted > 0 && <span className="caption">{t('noted', { count: noted })}</span>}
    </span>
  )
}
