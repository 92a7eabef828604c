// On a phone the views are a menu: it names the chosen one, lists the others, and keeps what was changed.
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { form, open, recordAnew, replies, sent } from './recorded'
import { useListState } from './state'
import { ViewMenu } from './ViewMenu'

recordAnew()

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const own = { id: 7, key: null, label: en('Mine in Wuxi'), mine: true, shared: false, version: 2, position: 1 }
const views = [
  { id: null, key: 'first', label: en('First'), mine: false, shared: true, version: 1, position: 0, definition: {} },
  { ...own, definition: { columns: ['name', 'city'] } },
]

const shown = { ...form, views }

function Views() {
  return <ViewMenu form={shown} state={useListState(shown)} layout="table" />
}

describe('the views of a list on a phone', () => {
  beforeEach(() => {
    const phone = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined }
    vi.spyOn(window, 'matchMedia').mockReturnValue(phone as unknown as MediaQueryList)
  })
  const menu = async () => userEvent.click(await screen.findByTestId('views'))

  it('name the chosen one and tick it', async () => {
    open('/f/account', <Views />)
    expect(await screen.findByTestId('views')).toHaveTextContent('Views First')
    await menu()
    expect(screen.getByRole('button', { name: 'First' })).toHaveAttribute('aria-pressed', 'true')
    expect(screen.getByRole('button', { name: 'Mine in Wuxi' })).toHaveAttribute('aria-pressed', 'false')
    expect(screen.queryByRole('button', { name: 'Delete the view' })).toBeNull()
  })
  it('open another one', async () => {
    const router = open('/f/account', <Views />)
    await menu()
    await userEvent.click(screen.getByRole('button', { name: 'Mine in Wuxi' }))
    expect(router.state.location.search).toBe('?view=7')
    expect(screen.getByTestId('views')).toHaveTextContent('Mine in Wuxi')
  })
  it('keep in a view of my own what I changed', async () => {
    replies['PATCH /views/7'] = () => [200, { ...own, definition: {} }]
    const router = open('/f/account?view=7&sort=-worth', <Views />)
    expect(await screen.findByTestId('views')).toHaveTextContent('Views Mine in Wuxi changed')
    await menu()
    expect(screen.getByRole('button', { name: 'Delete the view' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Save to this view' }))
    await waitFor(() => expect(router.state.location.search).toBe('?view=7'))
    expect(sent('PATCH', '/views/7')[0]!.body).toMatchObject({ definition: { sort: ['-worth'] }, version: 2 })
  })
  it('offer to take back a change to a view of the template, not to save it', async () => {
    const router = open('/f/account?view=first&sort=-worth', <Views />)
    await menu()
    expect(screen.queryByRole('button', { name: 'Save to this view' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Back to what is saved' }))
    expect(router.state.location.search).toBe('?view=first')
  })
})
