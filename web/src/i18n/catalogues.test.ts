// Both languages say everything; pages hold no sentence of their own.
import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { begun, catalogues, forms, startLanguage } from '.'

type Tree = { [key: string]: string | Tree }

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([k, v]) =>
    typeof v === 'string' ? [[path + k, v] as [string, string]] : leaves(v, `${path}${k}.`),
  )

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort()

const zh = new Map(leaves(catalogues['zh-CN'] as unknown as Tree))
const en = new Map(leaves(catalogues['en-US'] as unknown as Tree))

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  })
  it('have the same values to fill in', () => {
    const spoken = (k: string, text: string) => holes(text).filter((hole) => !k.endsWith('_one') || hole !== 'count')
    const differing = [...zh].filter(([k, v]) => spoken(k, v).join() !== spoken(k, en.get(k) ?? '').join())
    expect(differing.map(([k]) => k)).toEqual([])
  })
})

/** "{{count}} days": a number before a noun of many, or the noun of many where there is one thing. */
const MANY = /\{\{\w+\}\} (?:[a-z]+ )?([a-z]{2,}s|people)\b(?!\/)/g
const NO_NOUN = new Set([
  'is',
  'was',
  'has',
  'its',
  'this',
  'as',
  'us',
  'yes',
  'exists',
  'belongs',
  'needs',
  'goes',
  'stands',
  'names',
  'stands',
])
const ofMany = (text: string): boolean => [...text.matchAll(MANY)].some((m) => !NO_NOUN.has(m[1]!))

describe('English', () => {
  it('speaks of one thing as of one', () => {
    const found = [...en].filter(([key, text]) => !key.endsWith('_other') && ofMany(text))
    expect(found).toEqual([])
  })
  it('is checked by a rule that sees what it is for', () => {
    const texts = ['{{days}} days left', 'Import {{rows}} rows', '{{n}} more fields', '{{count}} people', '{{n}} is on']
    expect(texts.map(ofMany)).toEqual([true, true, true, true, false])
  })
  it('has both forms wherever it has one', () => {
    const bases = [...en.keys()].filter((k) => /_(one|other)$/.test(k)).map((k) => k.replace(/_(one|other)$/, ''))
    expect(bases.filter((base) => !en.has(`${base}_one`) || !en.has(`${base}_other`))).toEqual([])
  })
})

describe('numbers in texts', () => {
  it('are written as people read them, and choose the form', async () => {
    startLanguage()
    const before = i18next.language // other files' tests share it
    await i18next.changeLanguage('en-US')
    const said = (key: string, values: Record<string, string | number>) =>
      i18next.t(key, forms(values, i18next.language) as never) as unknown as string
    expect([1, 2, 12345].map((count) => said('fields:rows', { count }))).toEqual(['1 row', '2 rows', '12,345 rows'])
    await i18next.changeLanguage('zh-CN')
    expect(said('kanban:count', { count: 12345 })).toContain('12,345')
    expect(said('list:builder.of', { owner: '2026', field: 'x' })).toContain('2026')
    await i18next.changeLanguage(before)
  })
})

describe('days in English texts', () => {
  it('are small inside a sentence and large where it begins', async () => {
    startLanguage()
    const before = i18next.language
    await i18next.changeLanguage('en-US')
    const said = (key: string, values: Record<string, string>) =>
      begun(i18next.t(key, forms(values, 'en-US') as never) as unknown as string, values)
    expect(said('pools:until', { at: 'Today 09:41' })).toBe('Yours until today 09:41')
    expect(said('organisation:absence.period', { since: 'Today', until: 'Tomorrow' })).toBe('Today – tomorrow')
    expect(said('pools:taken', { title: 'Today Foods' })).toBe('“Today Foods” is yours')
    await i18next.changeLanguage(before)
  })
})

describe('components', () => {
  it('hold no Chinese literals', () => {
    const spoken = (source: string) => source.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
    const cjk = /[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]/
    const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
    expect(Object.keys(sources).length).toBeGreaterThan(10)
    expect(Object.keys(sources).filter((f) => cjk.test(spoken(sources[f]!)))).toEqual([])
  })
})
