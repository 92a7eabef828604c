// How far a handover is.
import { useText } from '@/i18n'
import { Chip, type ChipTone } from '@/ui'
import type { State } from './handover'

const TONES: Record<State, ChipTone> = {
  queued: 'accent',
  undoing: 'accent',
  done: 'won',
  failed: 'heat3',
  cancelled: 'plain',
  undone: 'plain',
}

export function StateChip({ state }: { state: State }) {
  const t = useText('handover')
  return <Chip tone={TONES[state]}>{t(`states.${state}`)}</Chip>
}
