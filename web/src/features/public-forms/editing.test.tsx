// A public form being changed: what others save meanwhile is told, and takes nothing away.
import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { makeQueryClient } from '@/core/query'
import { recordAnew, replies, sent } from '@/features/list/recorded'
import { useEditing } from './editing'
import type { PublicForm } from './publicForms'

recordAnew()
beforeEach(() => localStorage.clear())

const saved = (version: number, label: string) =>
  ({ id: 7, form: 'lead', version, label, enabled: true, definition: { fields: [] } }) as unknown as PublicForm

function editing() {
  const client = makeQueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(({ form }) => useEditing(form), { wrapper, initialProps: { form: saved(1, 'Fair') } })
}

it('follows others while nothing is changed here', () => {
  const { result, rerender } = editing()
  rerender({ form: saved(2, 'Theirs') })
  expect([result.current.draft.label, result.current.dirty]).toEqual(['Theirs', false])
})

it('keeps what is changed, and is told before it is written over others', async () => {
  replies['PATCH /forms/lead/public/7'] = ({ body }) =>
    body.version === 2 ? [200, saved(3, 'Mine')] : [409, { code: 'public.changed', detail: 'changed meanwhile' }]
  const { result, rerender } = editing()
  act(() => result.current.rename('Mine'))
  rerender({ form: saved(2, 'Theirs') })
  expect([result.current.draft.label, result.current.dirty]).toEqual(['Mine', true])
  await act(() => result.current.save())
  expect([result.current.draft.label, result.current.refusal]).toEqual(['Mine', 'changed meanwhile'])
  await act(() => result.current.save())
  expect(sent('PATCH', '/forms/lead/public/7').map((c) => c.body.version)).toEqual([1, 2])
  rerender({ form: saved(3, 'Mine') })
  expect(result.current.dirty).toBe(false)
})
