// Numbers of a dashboard in their units: short with the unit set smaller, exact in the tooltip.
import { useFormat, type Format } from '@/core/format'
import { periodName } from '@/core/format/period'
import { useText } from '@/i18n'
import type { Chart, Titled, Unit } from './dashboard'

export function useValueWords() {
  const f = useFormat()
  const t = useText('dashboard')
  return (value: number | null | undefined, unit: Unit): string => {
    if (value === null || value === undefined) return '—'
    if (unit === 'money') return f.short(value)
    if (unit === 'percent') return f.percent(value)
    if (unit === 'days') return t('days', { days: f.number(value, 1) })
    return f.number(value, 1)
  }
}

/** Figure and unit apart: 1,486 万. */
export function Big({ value, unit }: { value: number | null; unit: Unit }) {
  const f = useFormat()
  const t = useText('dashboard')
  if (value === null) return <b>—</b>
  const parts =
    unit === 'money'
      ? f.shortParts(value)
      : { figure: f.number(value, 1), unit: unit === 'percent' ? '%' : unit === 'days' ? t('dayUnit') : '' }
  return (
    <b title={unit === 'money' ? f.money(value) : f.number(value)}>
      {parts.figure}
      <small>{parts.unit}</small>
    </b>
  )
}

/** What a group of a chart is called: a title, a month, or "none". */
export function groupName(cell: Titled, chart: Chart, f: Format, none: string, withYear = false): string {
  if (cell.value === null || cell.value === undefined || cell.value === '') return none
  if (cell.title) return f.words(cell.title)
  const bucket = chart.columns[0]?.bucket
  return bucket ? periodName(String(cell.value), bucket, f.locale, withYear) : String(cell.value)
}

/** One unit for the whole chart. */
export function chartUnit(
  top: number,
  money: boolean,
  locale: string,
  t: (key: 'yi' | 'wan' | 'yuan') => string,
): { size: number; name: string } {
  if (!money) return { size: 1, name: '' }
  if (locale === 'zh-CN')
    return top >= 1e8
      ? { size: 1e8, name: t('yi') }
      : top >= 1e4
        ? { size: 1e4, name: t('wan') }
        : { size: 1, name: t('yuan') }
  return top >= 1e6 ? { size: 1e6, name: 'M' } : top >= 1e3 ? { size: 1e3, name: 'K' } : { size: 1, name: '' }
}
