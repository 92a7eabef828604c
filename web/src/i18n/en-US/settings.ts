// Settings.
import type { Same } from '../shape'
import type { settings as zh } from '../zh-CN/settings'

export const settings: Same<typeof zh> = {
  title: 'Settings',
}
