// The record page.
import type { Same } from '../shape'
import type { record as zh } from '../zh-CN/record'

export const record: Same<typeof zh> = {
  title: 'Record',
}
