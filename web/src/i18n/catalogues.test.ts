// Both languages say everything; pages hold no sentence of their own.
import { describe, expect, it } from 'vitest'
import { catalogues } from '.'

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
    const differing = [...zh].filter(([k, v]) => holes(v).join() !== holes(en.get(k) ?? '').join()).map(([k]) => k)
    expect(differing).toEqual([])
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
