// Trees of options as lines.
import { expect, it } from 'vitest'
import { fromLines, toLines } from './tree'

const text = 'Asia\n  China, 中国\n    Hubei\n  Japan\nEurope'

it('reads indented lines and writes them again', () => {
  const nodes = fromLines(text, 'en-US', [])
  expect(nodes.map((n) => [n.key, n.children?.map((c) => c.key)])).toEqual([
    ['asia', ['china', 'japan']],
    ['europe', undefined],
  ])
  expect(nodes[0]?.children?.[0]?.label).toEqual({ 'en-US': 'China', 'zh-CN': '中国' })
  expect(toLines(nodes, 'en-US')).toBe(text)
})

it('keeps keys, aliases and archived marks of what stays', () => {
  const before = [
    { key: 'as', label: { 'en-US': 'Asia' }, aliases: ['x'], children: [{ key: 'cn', label: { 'en-US': 'China' } }] },
  ]
  const after = fromLines('Asia\n\tChina\n\tKorea', 'en-US', before)
  expect(after).toEqual([
    {
      key: 'as',
      label: { 'en-US': 'Asia' },
      aliases: ['x'],
      children: [
        { key: 'cn', label: { 'en-US': 'China' } },
        { key: 'korea', label: { 'en-US': 'Korea' } },
      ],
    },
  ])
})
