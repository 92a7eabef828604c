// Dashboards.
import type { Same } from '../shape'
import type { dashboard as zh } from '../zh-CN/dashboard'

export const dashboard: Same<typeof zh> = {
  title: 'Dashboard',
}
