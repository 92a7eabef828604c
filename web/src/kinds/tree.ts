// Trees of options as the widgets want them, and the names on the way to a place in them.
import type { Words } from '@/core/types'
import type { TreeNode } from '@/ui'

/** A node of a cascade's definition. */
export type Node = { key: string; label: Words; aliases?: string[]; archived?: boolean; children?: Node[] }

/** Nodes that may be picked; `chosen` stays among them though it is archived. */
export function treeOf(nodes: Node[], say: (w: Words) => string, chosen: string | null, above = ''): TreeNode[] {
  return nodes.flatMap((node) => {
    const value = above ? `${above}/${node.key}` : node.key
    const onTheWay = chosen === value || chosen?.startsWith(`${value}/`)
    if (node.archived && !onTheWay) return []
    const label = say(node.label) || node.key
    const children = treeOf(node.children ?? [], say, chosen, value)
    return [
      { value, label, search: [label, ...(node.aliases ?? [])].join(' '), ...(children.length ? { children } : {}) },
    ]
  })
}

/** 华东 / 上海 for `east/sh`; keys that are gone stand for themselves. */
export function wayNames(nodes: Node[], path: string, say: (w: Words) => string): string[] {
  let level = nodes
  return path.split('/').map((key) => {
    const node = level.find((n) => n.key === key)
    level = node?.children ?? []
    return node ? say(node.label) || key : key
  })
}
