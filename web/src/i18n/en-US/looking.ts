// Looking as somebody else.
import type { Same } from '../shape'
import type { looking as zh } from '../zh-CN/looking'

export const looking: Same<typeof zh> = {
  look: 'Look as',
  lookAs: 'Look as {{name}}',
  banner: 'You look as {{name}}: read only, and on record.',
  end: 'End',
  over: 'Looking as {{name}} has ended',
  overWhy:
    'Their account was disabled, or you are an administrator no more. Nothing happens in your own name until you return to your account.',
  back: 'Return to my account',
  failed: 'That did not work; try again',
}
