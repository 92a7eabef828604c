// Sheets, sections and what stands between fields.
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Form } from '@/core/types'
import { startLanguage } from '@/i18n'
import { ElementView, fieldsIn, groupsOf, isArranged } from '.'
import { tabsOf } from './layout'

startLanguage()

const text = (key: string) => ({ key, kind: 'text', label: { 'zh-CN': key } })
const form = {
  key: 'x',
  fields: [text('a'), text('b'), text('c')],
  system: [text('created_at')],
  tabs: [
    { key: 'one', label: { 'zh-CN': 'One' } },
    { key: 'none', label: { 'zh-CN': 'None' } },
  ],
  elements: [{ key: 'note', kind: 'description', label: {}, text: { 'zh-CN': 'Read me' }, url: '', height: 320 }],
  sections: [
    { key: 's', label: { 'zh-CN': 'S' }, fields: ['note', 'b', 'created_at'], columns: 2, tab: 'one' },
    { key: 't', label: { 'zh-CN': 'T' }, fields: ['a'], tab: 'gone' },
  ],
} as unknown as Form

describe('a layout', () => {
  const groups = groupsOf(form)
  it('keeps the order of its sections and adds what none names', () => {
    expect(groups.map((g) => [g.key, g.items.length, g.columns, g.tab])).toEqual([
      ['s', 3, 2, 'one'],
      ['t', 1, 1, null],
      ['', 1, 1, null],
    ])
    expect(fieldsIn(groups).map((x) => x.key)).toEqual(['b', 'created_at', 'a', 'c'])
  })
  it('shows only sheets that hold something', () => {
    expect(tabsOf(form, groups).map((t) => t.key)).toEqual(['one'])
    expect(isArranged(form)).toBe(true)
    expect(isArranged({ ...form, tabs: [], elements: [], sections: [] })).toBe(false)
  })
})

describe('elements', () => {
  it('show a text', () => {
    render(<ElementView element={form.elements![0]!} />)
    expect(screen.getByText('Read me')).toBeTruthy()
  })
  it.each([
    ['https://example.com/x', true],
    ['javascript:alert(1)', false],
    ['http://example.com', false],
  ])('frame %s: %s', (url, framed) => {
    const { container } = render(<ElementView element={{ ...form.elements![0]!, kind: 'embed', url }} />)
    const frame = container.querySelector('iframe')
    expect(frame !== null).toBe(framed)
    expect(frame?.getAttribute('sandbox') ?? '').not.toContain('same-origin')
  })
})
