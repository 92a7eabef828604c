// What one may still take of a pool: of the day, and of all one may hold. Each part stays in one piece.
import { useText } from '@/i18n'
import css from './Pools.module.css'
import type { Pool } from './pools'

export function PoolLeft({ pool }: { pool: Pool }) {
  const t = useText('pools')
  const { per_day: perDay, taken, cap, holds } = pool.quota
  const parts = [t('waiting', { count: pool.waiting })]
  if (pool.by === 'assign') parts.push(t('assigned'))
  else {
    if (perDay !== null) parts.push(t('today', { left: Math.max(0, perDay - (taken ?? 0)), limit: perDay }))
    if (cap !== null) parts.push(t('held', { holds: holds ?? 0, limit: cap }))
  }
  return (
    <span data-testid="quota" className={css.parts}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  )
}
