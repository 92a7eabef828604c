// What stands around every layout of a list but the table: its head, its toolbar, and the drawer for a new record.
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { Form, Layout, Value } from '@/core/types'
import { CreateDrawer } from '@/features/record-form/CreateDrawer'
import { ListHead } from './ListHead'
import type { ListState } from './state'
import { Toolbar } from './Toolbar'

export type Creating = { value: string | null; open: (where: string) => void; close: () => void }

/** A new record begins with what it was added to (a stage, a day), which the address says; `1` for nothing. */
export function useCreating(state: ListState): Creating {
  const value = state.params.get('new')
  const put = (where: string | null) => {
    const next = new URLSearchParams(state.params)
    if (where) next.set('new', where)
    else next.delete('new')
    state.setParams(next, { replace: true })
  }
  return { value: value === '1' ? null : value, open: put, close: () => put(null) }
}

type Props = {
  form: Form
  state: ListState
  layout: Layout
  creating: Creating
  /** What a new record has where it was added; left out when nothing was named. */
  start: { [key: string]: Value }
  children: ReactNode
}

export function Around({ form, state, layout, creating, start, children }: Props) {
  const navigate = useNavigate()
  return (
    <>
      <ListHead form={form} state={state} onCreate={() => creating.open('1')} layout={layout} />
      <Toolbar form={form} state={state} total={undefined} layout={layout} />
      {children}
      <CreateDrawer
        form={form}
        open={state.params.has('new')}
        onClose={creating.close}
        onCreated={(row) => void navigate(`/f/${form.key}/${row.id}`)}
        {...(creating.value ? { start } : {})}
      />
    </>
  )
}
