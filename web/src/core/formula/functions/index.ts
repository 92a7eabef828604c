// Every function by its key.
import { aggregate } from './aggregate'
import { china } from './china'
import { conditional } from './conditional'
import { dates } from './dates'
import type { Family } from './fn'
import { formats } from './formats'
import { lists } from './lists'
import { logic } from './logic'
import { math } from './math'
import { text } from './text'
import { workdays } from './workdays'

export const functions: Family = {
  ...math,
  ...aggregate,
  ...conditional,
  ...lists,
  ...text,
  ...formats,
  ...logic,
  ...dates,
  ...workdays,
  ...china,
}
