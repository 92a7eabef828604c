// What the wizard says before anything is written: whose rows fall to whom, what belongs to others.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterAll, expect, it, vi } from 'vitest'
import { startLanguage } from '@/i18n'
import { problemsOf, type Owners, type Proposal } from './imports'
import { Notices } from './Notices'

startLanguage()
vi.stubGlobal('fetch', () =>
  Promise.resolve(new Response('{"items":[]}', { headers: { 'content-type': 'application/json' } })),
)
afterAll(() => void vi.unstubAllGlobals())

const owners: Owners = {
  known_rows: 1,
  nobody_rows: 2,
  make: [],
  make_total: 0,
  unknown: [{ name: 'Jane Doe', rows: 700 }],
  unknown_total: 1,
  unknown_rows: 700,
  may_make: false,
  may_assign: true,
  goes_to: { id: 4, title: 'Lin' },
}
const proposal = (part: Partial<Proposal>): Proposal =>
  ({ twins: { inside: 0, known: 0, locked: 0, uncertain: [] }, sheets: [], ...part }) as unknown as Proposal

function shown(part: Partial<Proposal>): string {
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <Notices proposal={proposal(part)} onChange={() => undefined} />
    </QueryClientProvider>,
  )
  return container.textContent ?? ''
}

it('says nothing when there is nothing to say', () => {
  expect(shown({ owners: { ...owners, unknown: [], unknown_total: 0, unknown_rows: 0 } })).toBe('')
  expect(shown({ owners: null })).toBe('')
})

it('names people nobody knows, with their rows, and offers whom the rows go to', () => {
  const text = shown({ owners })
  expect(text).toContain('Jane Doe')
  expect(text).toContain('700')
  expect(screen.getByRole('combobox')).toBeTruthy()
})

it('tells who may not assign that all is theirs, and offers nothing', () => {
  const text = shown({ owners: { ...owners, may_assign: false } })
  expect(text).not.toContain('Jane Doe')
  expect(text.length).toBeGreaterThan(10)
})

it('counts what belongs to others', () => {
  expect(shown({ twins: { inside: 0, known: 0, locked: 12, uncertain: [] } })).toContain('12')
})

it('puts cells nobody can read before assumptions', () => {
  const problems = [
    { code: 'assumed', note: true, count: 90, examples: [] },
    { code: 'unread', note: false, count: 3, examples: [] },
  ]
  const sheets = [{ name: 'a', use: true, columns: [{ field: 'phone', problems }] }]
  const found = problemsOf(proposal({ sheets: sheets as unknown as Proposal['sheets'] }))
  expect(found.map((x) => x.problem.code)).toEqual(['unread', 'assumed'])
})

it('announces conflicts of owners with examples', () => {
  const examples = [{ sheet: 'East', row: 4, title: 'Antai', owner: 'Lin', theirs: 'Wu' }]
  const text = shown({ conflicts: { total: 31, examples } })
  for (const part of ['31', 'Antai', 'Lin', 'Wu']) expect(text).toContain(part)
  expect(shown({ conflicts: { total: 0, examples: [] } })).toBe('')
})
