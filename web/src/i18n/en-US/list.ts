// Lists, filters, saved views.
import type { Same } from '../shape'
import type { list as zh } from '../zh-CN/list'

export const list: Same<typeof zh> = {
  title: 'List',
}
