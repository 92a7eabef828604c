// The import wizard.
import type { Same } from '../shape'
import type { importing as zh } from '../zh-CN/importing'

export const importing: Same<typeof zh> = {
  title: 'Import',
}
