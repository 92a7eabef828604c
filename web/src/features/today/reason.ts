// Why a row of today is here, and what it meets today, in words.
import { useFormat, type Format } from '@/core/format'
import { useText, type Key } from '@/i18n'
import type { TodayItem } from './today'

/** The server's own text, or a code of our catalogue with its dates worded. */
export function useReason(item: TodayItem): string {
  const t = useText('today')
  const f = useFormat()
  if (!item.reason) return ''
  if (item.reason.text) return item.reason.text
  const params = Object.fromEntries(
    Object.entries(item.reason.params ?? {}).map(([k, v]) => [
      k,
      typeof v === 'string' && /^\d{4}-\d\d-\d\d/.test(v) ? (k === 'until' ? f.moment(v) : f.shortDate(v)) : (v ?? ''),
    ]),
  )
  if (typeof params['days'] === 'number') params['count'] = params['days']
  const { code } = item.reason
  const told = item.next_step && (code === 'overdue' || code === 'due')
  const reason = told
    ? t(`reason.${code}_step`, { ...params, step: item.next_step ?? '' })
    : t(`reason.${code}` as Key<'today'>, params)
  if (!item.meets) return reason
  const what = meeting(item, f)
  return what ? t('meets', { what, reason }) : t('meetsDay', { reason })
}

/** When today, and what for. */
const meeting = (item: TodayItem, f: Format): string =>
  [item.meets && !f.wholeDay(item.meets) ? f.time(item.meets) : '', item.next_step ?? ''].filter(Boolean).join(' ')
