// What a row resembles, said beside it: by name, by phone, out of sight, or inside the file.
import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, it } from 'vitest'
import type { Form } from '@/core/types'
import { startLanguage } from '@/i18n'
import type { Twin, TwinCandidate } from './imports'
import { Twins } from './Twins'

startLanguage()

const words = (text: string) => ({ 'zh-CN': text, 'en-US': text })
const form = {
  key: 'lead',
  title: 'company',
  label: {},
  system: [],
  actions: [],
  version: 1,
  fields: [
    { key: 'company', kind: 'text', label: words('Company') },
    { key: 'phone', kind: 'phone', label: words('Phone') },
  ],
} as unknown as Form
const candidate = (part: Partial<TwinCandidate>): TwinCandidate => ({
  form: 'lead',
  id: 7,
  title: 'Antai Ltd',
  score: 0.9,
  owner: 'Lin',
  field: 'company',
  ...part,
})

function shown(part: Partial<Twin>): string {
  const twin: Twin = { sheet: 'East', row: 4, title: 'Antai', candidates: [], choice: 'create', ...part }
  const { container } = render(
    <MemoryRouter>
      <Twins form={form} twins={[twin]} onChange={() => undefined} />
    </MemoryRouter>,
  )
  return container.textContent ?? ''
}

it('names the record, its owner and how alike the names are, and opens it', () => {
  const text = shown({ candidates: [candidate({})] })
  expect(text).toContain('Lin')
  expect(text).toContain('90')
  expect(screen.getByRole('link', { name: 'Antai Ltd' }).getAttribute('href')).toBe('/f/lead/7')
})

it('says which field both share', () => {
  expect(shown({ candidates: [candidate({ field: 'phone', score: 0.8 })] })).toContain('Phone')
})

it('tells nothing of a record out of sight', () => {
  shown({ candidates: [candidate({ id: null, title: null, owner: null, locked: true })] })
  expect(screen.queryByRole('link')).toBeNull()
})

it('names the other row of the file', () => {
  const text = shown({ alike: [{ sheet: 'West', row: 9, title: 'Antai Group', field: 'phone' }] })
  expect(text).toContain('Antai Group')
  expect(text).toContain('West')
})
