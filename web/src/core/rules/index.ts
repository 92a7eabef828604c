// The browser's copy of a form's rules, judged while somebody types.
export { goneFrom, ruled } from './ruled'
export { underRules } from './cells'
export { NO_RULING } from './ruling'
export type { Ruling, Said, Values } from './types'
export { type Judge, useJudge, useRuling } from './useRuling'
