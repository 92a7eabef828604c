// Dates in filters: a day, or one counted from today (7 天后), or a period (本周).
import { useFormat } from '@/core/format'
import type { Relative, Value } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { DatePicker, NumberInput, Select } from '@/ui'
import type { OperandProps } from './kind'
import css from './kinds.module.css'

const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_quarter',
  'last_quarter',
  'next_quarter',
  'this_year',
  'last_year',
  'next_year',
  'last_n_days',
  'next_n_days',
]
const POINTS = ['exact', 'today', 'yesterday', 'tomorrow', 'n_days_ago', 'n_days_later']

export const isRelative = (v: Value): v is Relative => typeof v === 'object' && v !== null && 'relative' in v

/** Days from today of a relative point; null for periods. */
export function offsetOf(r: Relative): number | null {
  const fixed: Record<string, number> = { today: 0, yesterday: -1, tomorrow: 1 }
  if (r.relative in fixed) return fixed[r.relative]!
  if (r.relative === 'n_days_ago') return -(r.n ?? 0)
  return r.relative === 'n_days_later' ? (r.n ?? 0) : null
}

export function DateOperand({ value, onChange, op, ...rest }: OperandProps) {
  const t = useText('fields')
  if (op === 'between') {
    const [from, to] = Array.isArray(value) ? (value as string[]) : []
    return (
      <span className={css.between}>
        <DatePicker aria-label={rest['aria-label']} value={from ?? null} onChange={(d) => onChange([d, to ?? null])} />
        <span className="t3">{t('to')}</span>
        <DatePicker aria-label={rest['aria-label']} value={to ?? null} onChange={(d) => onChange([from ?? null, d])} />
      </span>
    )
  }
  return (
    <PointOrPeriod
      label={rest['aria-label']}
      value={value}
      onChange={onChange}
      names={op === 'relative' ? PERIODS : POINTS}
    />
  )
}

function PointOrPeriod({
  label,
  value,
  onChange,
  names,
}: {
  label: string | undefined
  value: Value
  onChange: (v: Value) => void
  names: string[]
}) {
  const t = useText('fields')
  const f = useFormat()
  const relative = isRelative(value) ? value : null
  const chosen = relative?.relative ?? (names.includes('exact') ? 'exact' : null)
  const counted = relative !== null && /_n_|^n_/.test(relative.relative)
  const offset = relative && offsetOf(relative)
  const choose = (name: string | null) => {
    if (!name || name === 'exact') onChange(null)
    else onChange(/_n_|^n_/.test(name) ? { relative: name, n: relative?.n ?? 7 } : { relative: name })
  }
  return (
    <span className={css.two}>
      <Select
        aria-label={label}
        options={names.map((n) => ({ value: n, label: t(`when.${n}` as Key<'fields'>) }))}
        value={chosen}
        onChange={choose}
        searchable={false}
      />
      {counted && (
        <span className={css.narrow}>
          <NumberInput
            aria-label={label}
            value={relative?.n ?? null}
            onChange={(n) => onChange({ relative: relative!.relative, n: n ?? 0 })}
            min={0}
            max={3660}
            decimals={0}
            after={t('day')}
          />
        </span>
      )}
      {chosen === 'exact' && (
        <DatePicker aria-label={label} value={typeof value === 'string' ? value : null} onChange={onChange} />
      )}
      {offset !== null && counted && (
        <span className="caption" style={{ flex: 'none', alignSelf: 'center' }}>
          {f.shortDate(shift(f.today(), offset))}
        </span>
      )}
    </span>
  )
}

const shift = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
