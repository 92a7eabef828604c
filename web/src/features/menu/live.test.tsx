// What is being arranged stays when somebody else arranges meanwhile; what was not touched follows them.
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import MenuPage from '@/pages/menu'
import { ME } from '@/core/query'
import { useToasts } from '@/core/toasts'
import type { Me } from '@/core/types'
import { fetchAnew, recordAnew, replies, sent, showPage } from '@/features/list/recorded'

recordAnew()
beforeEach(() => localStorage.clear())

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const arranged = (version: number, label: string) => ({
  menu: { key: 'main', sections: [{ section: 'work', label: en(label), icon: 'folder', items: [] }], roles: [] },
  version,
  entries: [],
  roles: [],
})

async function opened() {
  replies['GET /menu'] = () => [200, arranged(1, 'Work')]
  const client = showPage(<MenuPage />)
  const me = client.getQueryData<Me>(ME)
  replies['GET /me'] = () => [200, { ...me, rights: { ...me?.rights, configure: true } }]
  await act(() => client.invalidateQueries({ queryKey: ME }))
  await screen.findAllByText('Work')
  return client
}

const others = () => {
  replies['GET /menu'] = () => [200, arranged(2, 'Theirs')]
}

it('follows others while nothing is changed here', async () => {
  const client = await opened()
  others()
  await fetchAnew(client)
  expect((await screen.findAllByText('Theirs')).length).toBeGreaterThan(0)
  expect(screen.getByText('Save').closest('button')).toBeDisabled()
})

it('tells before it writes over others', async () => {
  const client = await opened()
  fireEvent.click(screen.getByText('Add a section'))
  others()
  await fetchAnew(client)
  expect(screen.getAllByText('Work').length).toBeGreaterThan(0)
  replies['PUT /menu'] = ({ body }) =>
    body.version === 2 ? [200, arranged(3, 'Work')] : [409, { code: 'menu.changed', detail: 'arranged meanwhile' }]
  fireEvent.click(screen.getByText('Save'))
  await waitFor(() => expect(sent('PUT', '/menu').map((c) => c.body.version)).toEqual([1]))
  await waitFor(() => expect(screen.getByText('Save').closest('button')).toBeEnabled())
  fireEvent.click(screen.getByText('Save'))
  await waitFor(() => expect(sent('PUT', '/menu').map((c) => c.body.version)).toEqual([1, 2]))
  await waitFor(() => expect(useToasts.getState().items.at(-1)?.text).toBe('Navigation kept'))
})
