// What became of taking a merge back is said, also when the drawer is closed by then.
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { makeQueryClient, ME } from '@/core/query'
import { useToasts } from '@/core/toasts'
import type { Form } from '@/core/types'
import { startLanguage } from '@/i18n'
import { MergeDrawer } from './MergeDrawer'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const form = {
  key: 'firm',
  version: 1,
  label: en('Firm'),
  title: 'name',
  fields: [],
  system: [],
  views: [],
} as unknown as Form
const problem = {
  type: 'x',
  title: 'x',
  status: 409,
  code: 'batches.not_undoable',
  detail: 'too late',
  params: {},
  errors: [],
}

function answer(input: RequestInfo | URL): Response {
  const path = new URL(input instanceof Request ? input.url : String(input), 'http://here').pathname
  const json = (body: object, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  if (path.endsWith('/merge')) return json({ batch: 7, turned: 0 })
  if (path.endsWith('/split')) return json(problem, 409)
  if (path.endsWith('/merges')) return json({ items: [] })
  return json({ id: Number(path.split('/').at(-1)), version: 1, title: 'A' })
}
vi.stubGlobal('fetch', (input: RequestInfo | URL) => Promise.resolve(answer(input)))
afterEach(() => useToasts.setState({ items: [] }))

it('a merge that cannot be taken back any more says so after its drawer is closed', async () => {
  const client = makeQueryClient()
  client.setQueryData(ME, { person: { id: 1 }, workspace: { zone: 'Asia/Shanghai' }, rights: { forms: {} }, menu: [] })
  const view = render(
    <QueryClientProvider client={client}>
      <MergeDrawer form={form} ids={[1, 2]} onClose={() => undefined} />
    </QueryClientProvider>,
  )
  await userEvent.click(await screen.findByRole('button', { name: /Merge 2|Make one of 2|2/ }))
  await waitFor(() => expect(useToasts.getState().items).toHaveLength(1))
  view.unmount()
  useToasts.getState().items[0]!.undo?.()
  await waitFor(() => expect(useToasts.getState().items.map((each) => each.text)).toContain('too late'))
})
