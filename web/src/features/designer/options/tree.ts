// A tree of options as indented lines and back; keys stay with their place in the tree.
import type { Choice, Words } from '@/core/types'
import { freeKey, slug } from '../model/keys'

export type Node = Choice & { children?: Node[] }

const STEP = '  '

/** One node a line, two spaces deeper per level, `name, other name`. */
export function toLines(nodes: Node[], locale: string, depth = 0): string {
  return nodes
    .map((node) => {
      const other = Object.entries(node.label).find(([l, word]) => l !== locale && word)?.[1]
      const own = node.label[locale] ?? other ?? node.key
      const line = STEP.repeat(depth) + (other && other !== own ? `${own}, ${other}` : own)
      return [line, toLines(node.children ?? [], locale, depth + 1)].filter(Boolean).join('\n')
    })
    .join('\n')
}

type Line = { depth: number; own: string; other: string }

export function fromLines(text: string, locale: string, before: Node[]): Node[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line): Line => {
      const [own = '', other = ''] = line.split(/,|\uff0c/).map((part) => part.trim())
      return { depth: Math.floor(/^\s*/.exec(line.replace(/\t|\u3000/g, STEP))![0].length / STEP.length), own, other }
    })
  return grow(lines, locale, before)
}

function grow(lines: Line[], locale: string, before: Node[]): Node[] {
  const nodes: Node[] = []
  const base = lines[0]?.depth ?? 0
  for (let i = 0; i < lines.length; ) {
    let end = i + 1
    while (end < lines.length && lines[end]!.depth > base) end += 1
    const line = lines[i]!
    const known = before.find((n) => n.label[locale] === line.own)
    const children = grow(lines.slice(i + 1, end), locale, known?.children ?? [])
    nodes.push(nodeOf(line, locale, known, nodes, children))
    i = end
  }
  return nodes
}

function nodeOf(line: Line, locale: string, known: Node | undefined, beside: Node[], children: Node[]): Node {
  const other = locale === 'zh-CN' ? 'en-US' : 'zh-CN'
  const label: Words = { ...known?.label, [locale]: line.own, ...(line.other ? { [other]: line.other } : {}) }
  const base = slug(label['en-US'] ?? '') || slug(line.own) || 'option'
  const key = known?.key ?? freeKey(base, new Set(beside.map((n) => n.key)))
  const { children: _old, ...kept } = known ?? { key, label }
  return { ...kept, key, label, ...(children.length ? { children } : {}) }
}
