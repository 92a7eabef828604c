// Every figure of a result is a link to what it counts; the preview says "at most" where it did not compare.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterAll, expect, it, vi } from 'vitest'
import { startLanguage } from '@/i18n'
import type { Figure, Import, ImportResult, Proposal, ResultLine } from './imports'
import { Outcome } from './Outcome'
import { Result } from './Result'
import { Summary, WillDo } from './Summary'

startLanguage()
let answer: unknown = { items: [] }
vi.stubGlobal('fetch', () =>
  Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })),
)
afterAll(() => void vi.unstubAllGlobals())

const result = { created: 3, updated: 2, unchanged: 5, conflicts: 1, twins: 0, sums: {}, batch: 12 }
const run = (form = 'lead'): Import =>
  ({
    id: 4,
    form,
    file_name: 'a.xlsx',
    status: 'done',
    result: result as unknown as ImportResult,
    undo: null,
  }) as Import

const drawn = (children: React.ReactNode) =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MemoryRouter>{children}</MemoryRouter>
    </QueryClientProvider>,
  )
const links = () => screen.getAllByRole('link').map((a) => [a.textContent, a.getAttribute('href')])

it('opens new records as a list and the rest row by row', () => {
  drawn(<Result run={run()} />)
  const found = links().map(([text, href]) => [text, decodeURIComponent(href ?? '')])
  expect(found).toContainEqual(['3', expect.stringContaining('"field":"batch_id","op":"eq","value":12')])
  expect(found).toContainEqual(['2', '/imports/4/results/updated'])
  expect(found).toContainEqual(['5', '/imports/4/results/unchanged'])
  expect(found).toContainEqual(['1', '/imports/4/results/conflicts'])
})

it('lists new people, who have no list of their own', () => {
  drawn(<Result run={run('user')} />)
  expect(links()).toContainEqual(['3', '/imports/4/results/created'])
})

it('lists what a figure counts, with the record where it may be seen', async () => {
  const line: ResultLine = {
    id: 1,
    sheet: 'East',
    row: 4,
    column: null,
    raw: 'Antai',
    text: null,
    rows: 1,
    record: { form: 'lead', id: 7, title: 'Antai Ltd' },
  }
  const items = [line, { ...line, id: 2, row: 9, raw: 'Hidden', record: null }]
  answer = { outcome: 'updated', total: 2, items, next: null }
  drawn(<Outcome run={run()} outcome={'updated' as Figure} />)
  expect((await screen.findByRole('link', { name: 'Antai Ltd' })).getAttribute('href')).toBe('/f/lead/7')
  expect(screen.getByText(/Hidden/)).toBeTruthy()
  expect(screen.getByRole('heading').textContent).toContain('2')
})

const proposal = (summary: Proposal['summary']): Proposal =>
  ({ file: { name: 'a.xlsx' }, twins: { inside: 0, known: 0, uncertain: [] }, summary }) as unknown as Proposal
const figures = { rows: 9, create: 1, update: 7, unchanged: 0, skip: 1 }

it('splits known rows into those that bring something and those that do not', () => {
  const p = proposal({ ...figures, update: 2, unchanged: 5, compared: true })
  const { container } = drawn([<Summary key="figures" proposal={p} />, <WillDo key="words" proposal={p} />])
  expect(container.textContent).toMatch(/2.*5.*5/)
})

it('says at most where known rows were too many to be compared', () => {
  const words = (compared: boolean) =>
    drawn(<Summary proposal={proposal({ ...figures, compared })} />).container.textContent ?? ''
  const [exact, most] = [words(true), words(false)]
  expect(most.length).not.toBe(exact.length)
  expect(most).toContain('7')
})
