// The chip's explanation follows the clock that made the heat: days in the stage, or days without a follow-up.
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Heat } from '@/core/types'
import { startLanguage } from '@/i18n'
import { HeatChip } from './HeatChip'

startLanguage()

const heat: Heat = { level: 3, cause: 'stalled', days: 29, limit: 10, since: '2026-10-22', field: 'stage_since' }
const titleOf = (shown: Heat): string | null => {
  const { container, unmount } = render(<HeatChip heat={shown} />)
  const title = container.firstElementChild?.getAttribute('title') ?? null
  unmount()
  return title
}

it('names the clock that stands behind a stall', () => {
  expect(titleOf(heat)).toMatch(/29 days in this stage/)
  expect(titleOf({ ...heat, field: 'last_activity_at' })).toMatch(/no follow-up for 29 days/)
})

it('explains no other heat', () => {
  expect(titleOf({ ...heat, cause: 'overdue', field: 'next_activity_at' })).toBeNull()
})
