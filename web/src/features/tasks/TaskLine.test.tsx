// A task in the lists of a record is finished there by whoever may change it; nobody else is offered that.
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { makeQueryClient, ME } from '@/core/query'
import type { Form, Row } from '@/core/types'
import { startLanguage } from '@/i18n'
import { TaskLine } from './TaskLine'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()
vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { headers: { 'content-type': 'application/json' } })))

const form = (actions: string[]) =>
  ({
    key: 'task',
    label: {},
    fields: [],
    system: [],
    views: [],
    actions,
    traits: { task: { done_at: 'done_at' } },
  }) as unknown as Form
const item = { id: 1, version: 1, done_at: null } as unknown as Row

it.each([
  [['read'], 0],
  [['read', 'change'], 1],
])('with the rights %s', (actions, buttons) => {
  const client = makeQueryClient()
  client.setQueryData(ME, { person: { id: 1 }, workspace: { zone: 'Asia/Shanghai' }, rights: { forms: {} }, menu: [] })
  render(
    <QueryClientProvider client={client}>
      <TaskLine form={form(actions)} item={item} />
    </QueryClientProvider>,
  )
  expect(screen.queryAllByRole('button')).toHaveLength(buttons)
})
