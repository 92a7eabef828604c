// Screens, values to send, the puzzle, colours and languages of public forms.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { groupsOf, isEmpty, missingOf, progressOf, toSend, type PublicField } from './model'
import { isSolved, sha256, solve } from './proof'
import { sourceOf } from './talk'
import { accentVars, contrast } from './theme'
import { languageFor, say } from './words'

const field = (key: string, more: Partial<PublicField> = {}): PublicField => ({
  key,
  kind: 'text',
  label: {},
  hint: {},
  required: false,
  group: {},
  options: {},
  ...more,
})

const hex = (words: Int32Array) => [...words].map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('')

describe('the puzzle', () => {
  it.each(['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), '漏'.repeat(99)])(
    'hashes %j as others do',
    (text) => {
      expect(hex(sha256(text))).toBe(createHash('sha256').update(text).digest('hex'))
    },
  )
  it('is solved by a number whose hash begins with zeros', async () => {
    const solution = await solve('nonce', 10)
    expect(isSolved('nonce', solution, 10)).toBe(true)
    expect(createHash('sha256').update(`nonce.${solution}`).digest().readUInt32BE() >>> 22).toBe(0)
  })
})

describe('fields', () => {
  const fields = [
    field('a', { required: true }),
    field('b', { group: { 'zh-CN': '联系' } }),
    field('c', { required: true }),
    field('d', { group: { 'zh-CN': ' ' } }),
  ]
  it('make a screen for each group', () => {
    expect(groupsOf(fields).map((g) => g.fields.map((f) => f.key))).toEqual([['a'], ['b', 'c', 'd']])
    expect(groupsOf([])).toEqual([])
  })
  it('know what is missing and how far one is', () => {
    expect(missingOf(fields, { a: 'x', c: '' }).map((f) => f.key)).toEqual(['c'])
    expect(progressOf(fields, { a: 'x', b: 'y' })).toBe(0.5)
    expect(progressOf([field('b')], {})).toBe(0)
    expect([undefined, null, '', [], false, 0, 'x', true].map(isEmpty)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
  it('are sent as the server reads them', () => {
    const all = [
      field('n', { kind: 'money' }),
      field('m', { kind: 'number' }),
      field('f', { kind: 'file' }),
      field('t'),
    ]
    const values = { n: '¥１２,345.50', m: 'many', f: [{ id: 'ticket', name: 'x' }], t: '', gone: 'x' }
    expect(toSend(all, values)).toEqual({ n: 12345.5, m: 'many', f: ['ticket'] })
  })
})

describe('an accent', () => {
  it.each(['#FFFFFF', '#000000', '#FFEE00', '#0B6C86', '#FF8A80'])('%s stays readable', (accent) => {
    for (const dark of [false, true]) {
      const vars = accentVars(accent, dark) as { [name: string]: string }
      expect(contrast(vars['--ac']!, dark ? '#151D21' : '#FFFFFF')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(vars['--on-ac']!, vars['--ac-solid']!)).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('may be none', () => expect(accentVars(null, false)).toEqual({}))
})

describe('the visitor', () => {
  it('is met in a language the form has', () => {
    expect(languageFor(['zh-CN', 'en-US'], '', ['de', 'en-GB'])).toBe('en-US')
    expect(languageFor(['zh-CN', 'en-US'], '?lang=zh', ['en'])).toBe('zh-CN')
    expect(languageFor(['en-US'], '?lang=zh', ['zh-CN'])).toBe('en-US')
    expect(say('en-US', 'step', { at: 1, of: 3 })).toBe('Step 1 of 3')
  })
  it('brings the code of a campaign', () => {
    expect(['?c=fair&utm_source=x', '?utm_source=mail', '', `?c=${'x'.repeat(500)}`].map(sourceOf)).toEqual([
      'fair',
      'mail',
      '',
      'x'.repeat(200),
    ])
  })
})
