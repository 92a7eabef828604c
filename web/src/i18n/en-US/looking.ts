// Looking as somebody else.
import type { Same } from '../shape'
import type { looking as zh } from '../zh-CN/looking'

export const looking: Same<typeof zh> = {
  look: 'Look as',
  lookAs: 'Look as {{name}}',
  banner: 'You look as {{name}}: read only, and on record.',
  end: 'End',
  failed: 'That did not work; try again',
}
