// The drop with its words: how much and why something leaks; shape and words say it without colour too.
import type { Heat } from '@/core/types'
import { useText } from '@/i18n'
import { Chip } from './Chip'
import { Icon, type IconName } from './icons/Icon'

const DROP: Record<1 | 2 | 3, IconName> = { 1: 'drop', 2: 'drop-half', 3: 'drop-full' }
const TONE = { 1: 'heat1', 2: 'heat2', 3: 'heat3' } as const
const COLOUR = { 1: 'var(--h1)', 2: 'var(--h2)', 3: 'var(--h3)' } as const

export function Drop({ level, size = 14, label }: { level: 1 | 2 | 3; size?: number; label?: string }) {
  return <Icon name={DROP[level]} size={size} style={{ color: COLOUR[level] }} {...(label ? { label } : {})} />
}

/** Short words for a heat: 漏 14 天, 剩 2 天, 没有下一步. */
export function useHeatWords(): (heat: Heat) => string {
  const t = useText('common')
  return (heat) => {
    if (heat.cause === 'no_next_step') return t('heat.no_next_step')
    if (heat.cause === 'stalled') return t('heat.stalled', { days: heat.days })
    if (heat.cause === 'due') {
      const left = (heat.limit ?? heat.days) - heat.days
      return left > 0 ? t('heat.due', { days: left }) : t('heat.dueToday')
    }
    return t('heat.overdue', { days: heat.days })
  }
}

/** Stalled because nobody followed up, which says nothing about the days in the stage. */
export const isSilence = (heat: Heat): boolean => heat.cause === 'stalled' && heat.field === 'last_activity_at'

export function HeatChip({ heat, words }: { heat: Heat; words?: string }) {
  const t = useText('common')
  const say = useHeatWords()
  const why = { count: heat.days, limit: heat.limit ?? '' }
  const title = t(isSilence(heat) ? 'heat.silentWhy' : 'heat.stalledWhy', why)
  return (
    <Chip tone={TONE[heat.level]} icon={DROP[heat.level]} {...(heat.cause === 'stalled' ? { title } : {})}>
      {words ?? say(heat)}
    </Chip>
  )
}
