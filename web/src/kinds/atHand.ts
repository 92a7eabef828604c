// The record that is being filled in, for controls whose options depend on its other fields.
import { createContext, useContext } from 'react'
import type { Value } from '@/core/types'

/** Values by key, as pages hold them; empty where no record is at hand (filters, changes of many). */
export const AtHand = createContext<{ [key: string]: Value }>({})

export const useAtHand = (): { [key: string]: Value } => useContext(AtHand)
