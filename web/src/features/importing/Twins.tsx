// Rows that may be a record we know already: the same, another one, or leave out.
import { useText } from '@/i18n'
import { Select } from '@/ui'
import css from './Importing.module.css'
import type { ImportPatch, Twin } from './imports'

export function Twins({ twins, onChange }: { twins: Twin[]; onChange: (patch: ImportPatch) => void }) {
  const t = useText('importing')
  const pick = (twin: Twin, v: string) => {
    const choice = v === 'create' || v === 'skip' ? v : v === '' ? null : Number(v)
    onChange({ twins: [{ sheet: twin.sheet, row: twin.row, choice }] })
  }
  return (
    <div>
      <p className={`caption ${css.where}`}>{t('twinsWhy')}</p>
      {twins.map((twin) => (
        <div key={`${twin.sheet}${twin.row}`} className={css.guess}>
          <span>
            <b>{twin.title}</b> <span className="caption">{t('at', { sheet: twin.sheet, row: twin.row })}</span>
          </span>
          <Select
            size="small"
            width={300}
            value={twin.choice === null ? '' : String(twin.choice)}
            onChange={(v) => pick(twin, v ?? '')}
            aria-label={t('twinOf', { title: twin.title })}
            options={[
              { value: '', label: t('twinLater') },
              { value: 'create', label: t('twinNew') },
              ...twin.candidates.map((c) => ({
                value: String(c.id),
                label: t('twinSame', { title: c.title, owner: c.owner ?? '—' }),
              })),
              { value: 'skip', label: t('twinSkip') },
            ]}
          />
        </div>
      ))}
    </div>
  )
}
