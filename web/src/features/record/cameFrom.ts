// The list a record was opened from: its view, filter and order, carried in the history entry.
import { useLocation } from 'react-router'
import type { Form, View } from '@/core/types'
import { chosenView, savedOf, shownOf, type Shown } from '@/features/list/state'

export type CameFrom = Shown & { view: View | null; search: string }

export function useCameFrom(form: Form): CameFrom | null {
  const state = useLocation().state as { list?: unknown } | null
  return typeof state?.list === 'string' ? listOf(form, state.list) : null
}

export function listOf(form: Form, search: string): CameFrom {
  const params = new URLSearchParams(search)
  const view = chosenView(form, params)
  return { ...shownOf(form, savedOf(form, view?.definition), params), view, search }
}
