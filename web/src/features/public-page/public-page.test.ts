// Screens, values to send, the puzzle, colours and languages of public forms.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Rule } from '@/core/types'
import { judgeOf } from './judging'
import { groupsOf, isEmpty, missingOf, progressOf, toSend, type PublicField, type PublicPage } from './model'
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

describe('rules', () => {
  const rule = (more: Partial<Rule>): Rule => ({
    key: '0',
    when: null,
    formula: null,
    entering: [],
    leaving: [],
    changed: [],
    on: ['create', 'change'],
    actions: [],
    ...more,
  })
  const choices = ['mail', 'web'].map((key) => ({ key, label: {} }))
  const page = {
    slug: 's',
    fields: [
      field('kind', { kind: 'choice', operand: 'choice', default: 'plain' }),
      field('source', { kind: 'choice', operand: 'choice', options: { choices } }),
      field('amount', { kind: 'number', operand: 'number' }),
      field('at', { kind: 'datetime', operand: 'datetime' }),
      field('note', { group: { 'en-US': 'More' } }),
    ],
    rules: [
      rule({
        when: { field: 'kind', op: 'eq', value: 'plain' },
        actions: [{ do: 'hide', fields: ['note'] }],
      }),
      rule({
        when: { field: 'kind', op: 'eq', value: 'urgent' },
        actions: [
          { do: 'require', fields: ['amount'] },
          { do: 'narrow', field: 'source', options: ['mail'] },
          { do: 'set', field: 'at', value: { now: true } },
          { do: 'lock', fields: ['at'] },
        ],
      }),
      rule({
        formula: { op: '>', type: 'boolean', args: [{ field: 'amount', type: 'number' }, { number: '100' }] } as never,
        actions: [{ do: 'refuse', message: { 'en-US': 'Too much' }, fields: ['amount'] }],
      }),
    ],
  } as unknown as PublicPage
  it('leave what a visitor may fill in, by what is typed so far', async () => {
    const judge = await judgeOf(page, { zone: 'Asia/Shanghai', week_start: 1 }, Date.parse('2026-11-21T15:30:00Z'))
    const shown = (values: object) => groupsOf(page.fields, judge({ ...values }).fields)
    expect(shown({}).map((group) => group.fields.map((each) => each.key))).toEqual([['kind', 'source', 'amount', 'at']])
    expect(shown({ kind: 'urgent' }).map((group) => group.fields.length)).toEqual([4, 1])

    const urgent = judge({ kind: 'urgent', source: 'web', amount: '1,000' })
    const [, source, amount, at] = urgent.fields
    expect([amount!.required, at!.readonly, urgent.values.at]).toEqual([true, true, '2026-11-21T23:30'])
    expect([...urgent.filled, ...urgent.gone]).toEqual(['at', 'source'])
    expect(source!.options.choices!.map((each) => each.key)).toEqual(['mail', 'web']) // what is chosen stays to be seen
    expect(urgent.refusals).toEqual([{ message: { 'en-US': 'Too much' }, fields: ['amount'] }])
    expect(judge({ kind: 'plain', amount: '100' }).refusals).toEqual([])
  })
})
