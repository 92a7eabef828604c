// What a function is here: its signature as the server writes it, and its work.
import type { Context } from '../context'
import { signature } from '../signature'
import type { Value } from '../values'

type Work = (context: Context, ...args: never[]) => Value
export type Fn = {
  takes: string
  signature: ReturnType<typeof signature>
  work: Work
  lazy: boolean
  keepsEmpty: boolean
}
export type Family = Record<string, Fn>
export type Later = () => Value

type How = { lazy?: boolean; keepsEmpty?: boolean }

export const fn = (takes: string, work: Work, { lazy = false, keepsEmpty = false }: How = {}): Fn => ({
  takes,
  signature: signature(takes),
  work,
  lazy,
  keepsEmpty,
})
