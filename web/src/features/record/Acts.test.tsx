// The end of a record's head: three buttons at most, and ⋯ with everything that found no room.
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { expect, it, vi } from 'vitest'
import { usePreferences } from '@/core/preferences'
import { usePushOpener } from '@/core/pushing'
import { makeQueryClient, ME } from '@/core/query'
import type { Form, Row } from '@/core/types'
import { startLanguage } from '@/i18n'
import { Acts } from './Acts'

usePreferences.getState().set({ locale: 'en-US' })
startLanguage()

const en = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const push = (key: string, more: object = {}) => ({
  key,
  label: en(key),
  hint: {},
  stage: null,
  again: false,
  offered: true,
  may: true,
  lacks: [],
  done: null,
  ...more,
})
const answers: { [path: string]: unknown } = {
  '/api/records/lead/1/pushes': {
    items: [push('Convert'), push('Quote'), push('Contract', { may: false, lacks: [en('Contracts')] })],
  },
  '/api/records/lead/1/pool': { place: null, clock: null, pools: [{ key: 'open', label: en('Open leads') }] },
  '/api/forms': {
    items: [
      {
        key: 'activity',
        label: en('Log'),
        fields: [],
        system: [],
        views: [],
        actions: ['create'],
        traits: { activity: {} },
      },
    ],
  },
}
vi.stubGlobal('fetch', (input: RequestInfo | URL) => {
  const path = new URL(input instanceof Request ? input.url : String(input), 'http://here').pathname
  return Promise.resolve(
    new Response(JSON.stringify(answers[path] ?? {}), { headers: { 'content-type': 'application/json' } }),
  )
})

const form = {
  key: 'lead',
  version: 1,
  label: en('Lead'),
  title: 'name',
  fields: [],
  system: [],
  views: [],
  owned: true,
  pushes: [{}],
} as unknown as Form
const row = { id: 1, version: 1, title: 'A', owner: { id: 1, title: 'Zhou' }, _may: ['change'] } as unknown as Row

function shown(onShare = () => undefined) {
  const client = makeQueryClient()
  client.setQueryData(ME, {
    person: { id: 1, name: 'Zhou' },
    workspace: { zone: 'Asia/Shanghai' },
    rights: { forms: {} },
    menu: [],
  })
  return render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <Acts form={form} row={row} onLog={() => undefined} onShare={onShare} />
      </MemoryRouter>
    </QueryClientProvider>,
  ).container
}

it('a lead that may be given back, logged about and pushed on shows three buttons beside the menu', async () => {
  const acts = within(shown())
  await screen.findByRole('button', { name: 'Give back' })
  await screen.findByRole('button', { name: 'Convert' })
  await screen.findByRole('button', { name: 'Log' })
  expect(acts.getAllByRole('button').map((each) => each.getAttribute('aria-label') ?? each.textContent)).toHaveLength(4)
})

it('what found no room stands first in the menu, and sharing behind it', async () => {
  const share = vi.fn(() => undefined)
  shown(share)
  await screen.findByRole('button', { name: 'Convert' })
  await screen.findByRole('button', { name: 'Give back' })
  await userEvent.click(screen.getByRole('button', { name: 'More' }))
  const entries = await screen.findAllByRole('menuitem')
  expect(entries.slice(0, 3).map((each) => each.textContent)).toEqual([
    'Quote',
    'ContractYou may not create: Contracts',
    'Sharing and team',
  ])
  await userEvent.click(entries[0]!)
  expect(usePushOpener.getState().open).toEqual({ form: 'lead', id: 1, push: 'Quote' })
  await userEvent.click(screen.getByRole('button', { name: 'More' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: /Sharing and team/ }))
  expect(share).toHaveBeenCalledOnce()
})
