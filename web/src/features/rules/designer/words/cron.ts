// Set times: the five fields of cron as people think of them, and back.
import type { Key } from '@/i18n'
import type { Text } from './common'

export type Cron =
  | { every: 'hour'; minute: number }
  | { every: 'day'; at: string }
  | { every: 'week'; days: number[]; at: string }
  | { every: 'month'; day: number; at: string }
  | { every: 'own'; text: string }

const number = (text: string | undefined): number | null => (text && /^\d{1,2}$/.test(text) ? Number(text) : null)
const two = (n: number): string => String(n).padStart(2, '0')

/** The days of a list such as `1-5` or `1,3`, null where it is anything else. */
function weekdays(text: string | undefined): number[] | null {
  const found = new Set<number>()
  for (const part of (text ?? '').split(',')) {
    const [from, to] = part.split('-').map((x) => number(x))
    if (from === null || from === undefined || to === null || from > 7 || (to ?? from) > 7) return null
    for (let day = from; day <= (to ?? from); day += 1) found.add(day % 7)
  }
  return [...found].sort((a, b) => a - b)
}

export function readCron(text: string): Cron {
  const [m, h, day, month, week, ...rest] = text.trim().split(/\s+/)
  const [minute, hour, of] = [number(m), number(h), number(day)]
  const own: Cron = { every: 'own', text }
  if (rest.length > 0 || minute === null || minute > 59 || month !== '*') return own
  if (h === '*' && day === '*' && week === '*') return { every: 'hour', minute }
  if (hour === null || hour > 23) return own
  const at = `${two(hour)}:${two(minute)}`
  if (day === '*' && week === '*') return { every: 'day', at }
  if (week === '*' && of !== null && of >= 1 && of <= 31) return { every: 'month', day: of, at }
  const days = day === '*' ? weekdays(week) : null
  return days ? { every: 'week', days, at } : own
}

export function writeCron(cron: Cron): string {
  if (cron.every === 'own') return cron.text
  if (cron.every === 'hour') return `${cron.minute} * * * *`
  const [hour = 0, minute = 0] = cron.at.split(':').map(Number)
  if (cron.every === 'day') return `${minute} ${hour} * * *`
  if (cron.every === 'month') return `${minute} ${hour} ${cron.day} * *`
  return `${minute} ${hour} * * ${cron.days.join(',') || '1'}`
}

export function cronWords(text: string, t: Text): string {
  const cron = readCron(text)
  if (cron.every === 'hour') return t('trigger.everyHour', { minute: cron.minute })
  if (cron.every === 'day') return t('trigger.everyDay', { at: cron.at })
  if (cron.every === 'month') return t('trigger.everyMonth', { day: cron.day, at: cron.at })
  if (cron.every === 'own') return cron.text || '—'
  const days = cron.days.map((day) => t(`option.weekday.d${day}` as Key<'ruleDesigner'>)).join(t('comma'))
  return t('trigger.everyWeek', { days, at: cron.at })
}
