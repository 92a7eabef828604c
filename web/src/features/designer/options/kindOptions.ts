// Kinds whose settings hang together so closely that one panel of their own sets them.
import type { ComponentType } from 'react'
import type { Options } from '../model/types'
import { LookupOptions } from './LookupOptions'
import { RollupOptions } from './RollupOptions'

export type KindOptionsProps = {
  options: Options
  /** Several options at once; `part`: typed letter by letter, one step of undo. */
  put: (change: Options, part?: string) => void
  problem: (name: string) => string | undefined
}

export const OWN_OPTIONS: { [kind: string]: ComponentType<KindOptionsProps> } = {
  rollup: RollupOptions,
  lookup: LookupOptions,
}
