// The today page.
import type { Same } from '../shape'
import type { today as zh } from '../zh-CN/today'

export const today: Same<typeof zh> = {
  title: 'Today',
}
