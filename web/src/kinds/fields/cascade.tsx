// One place in a tree of options.
import { useMemo } from 'react'
import { useFormat } from '@/core/format'
import type { Field, Value } from '@/core/types'
import { Cascader, TreeSelect } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { useLatest } from '../latest'
import { Empty } from '../RefCell'
import { treeOf, wayNames, type Node } from '../tree'

const nodesOf = (field: Field): Node[] => (field.options?.nodes as Node[] | undefined) ?? []
const pathOf = (value: Value): string | null => (typeof value === 'string' && value ? value : null)

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  const path = pathOf(value)
  if (!path) return <Empty />
  const names = wayNames(nodesOf(field), path, f.words)
  return (
    <span className="ellipsis" title={names.join(' / ')}>
      {names.join(' / ')}
    </span>
  )
}

function useTree(field: Field, chosen: string | null) {
  const f = useFormat()
  return useMemo(() => treeOf(nodesOf(field), f.words, chosen), [field, f, chosen])
}

function Editor({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  const path = pathOf(value)
  const latestRef = useLatest(path)
  return (
    <Cascader
      {...rest}
      nodes={useTree(field, path)}
      anyLevel={field.options?.any_level === true}
      value={path}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
      onChange={(v) => {
        latestRef.current = v
        onChange(v)
      }}
      onClose={() => onDone?.(latestRef.current)}
    />
  )
}

function Operand({ value, onChange, field, op, ...rest }: OperandProps) {
  const single = op === 'eq' || op === 'ne'
  const paths = (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string')
  return (
    <TreeSelect
      {...rest}
      nodes={useTree(field, null)}
      single={single}
      value={paths}
      onChange={(next) => onChange(single ? (next[0] ?? null) : next)}
    />
  )
}

const cascade: FieldKind = { key: 'cascade', icon: 'branch', Cell, Editor, Operand, width: 168 }
export default cascade
