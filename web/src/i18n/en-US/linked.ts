// What stands between fields and lives from other records.
import type { Same } from '../shape'
import type { linked as zh } from '../zh-CN/linked'

export const linked: Same<typeof zh> = {
  found: '{{count}}{{more}} found',
  nothing: 'Nothing matches',
  fillFirst: 'Fill in {{fields}} first',
  comma: ', ',
  pressed: '{{name}}: done',
}
