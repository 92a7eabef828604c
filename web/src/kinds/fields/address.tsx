// A region of China and the street.
import { useMemo } from 'react'
import { useRegions, type Region } from '@/core/regions'
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { Cascader, Input, TreeSelect, type TreeNode } from '@/ui'
import { DoneButton } from '../DoneButton'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

type Address = { region: string | null; names?: string[]; detail: string | null }

const LEVELS = ['province', 'city', 'district']

const addressOf = (v: Value): Address | null => (typeof v === 'object' && v !== null ? (v as Address) : null)

function Cell({ value }: CellProps) {
  const address = addressOf(value)
  if (!address) return <Empty />
  const text = [...(address.names ?? []), address.detail ?? ''].join('')
  return (
    <span className="ellipsis" title={text}>
      {text}
    </span>
  )
}

const nodesOf = (regions: Region[], deep: number, above = ''): TreeNode[] =>
  regions.map(([key, label, below]) => {
    const value = above ? `${above}/${key}` : key
    return { value, label, ...(below && deep > 1 ? { children: nodesOf(below, deep - 1, value) } : {}) }
  })

function useNodes(level: unknown) {
  const regions = useRegions()
  const deep = 1 + Math.max(0, LEVELS.indexOf((level as string | undefined) ?? 'district'))
  const nodes = useMemo(() => nodesOf(regions.data ?? [], deep), [regions.data, deep])
  return { nodes, loading: regions.isPending }
}

/** Names on the way, so that the value reads well before it comes back from the server. */
function namesOf(nodes: TreeNode[], path: string | null): string[] {
  const node = path ? nodes.find((n) => path === n.value || path.startsWith(`${n.value}/`)) : undefined
  return node ? [node.label, ...namesOf(node.children ?? [], path)] : []
}

function Editor({ value, onChange, onDone, field, form: _f, id, ...rest }: EditorProps) {
  const t = useText('fields')
  const { nodes, loading } = useNodes(field.options?.level)
  const address = addressOf(value) ?? { region: null, detail: null }
  const put = (change: Partial<Address>) => {
    const next = { ...address, ...change }
    onChange(next.region || next.detail ? { ...next, names: namesOf(nodes, next.region) } : null)
  }
  const street = field.options?.detail !== false
  return (
    <span className={css.lines}>
      <Cascader
        {...rest}
        id={id}
        nodes={nodes}
        loading={loading}
        anyLevel
        placeholder={t('pickRegion')}
        value={address.region}
        onChange={(region) => put({ region })}
      />
      {street && (
        <Input
          aria-label={t('street')}
          placeholder={t('street')}
          value={address.detail ?? ''}
          disabled={rest.disabled}
          size={rest.size}
          maxLength={200}
          onChange={(detail) => put({ detail: detail || null })}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.nativeEvent.isComposing) onDone?.()
          }}
        />
      )}
      {onDone && (
        <span>
          <DoneButton onDone={onDone} />
        </span>
      )}
    </span>
  )
}

function Operand({ value, onChange, op, field, ...rest }: OperandProps) {
  const { nodes, loading } = useNodes(field.options?.level)
  if (op !== 'below')
    return <Input {...rest} value={typeof value === 'string' ? value : ''} onChange={(v) => onChange(v)} />
  const paths = Array.isArray(value) ? (value as string[]) : []
  return <TreeSelect {...rest} nodes={nodes} loading={loading} value={paths} onChange={onChange} />
}

const address: FieldKind = {
  key: 'address',
  icon: 'place',
  Cell,
  Editor,
  Operand,
  width: 200,
  block: true,
  toWrite: (v) => {
    const found = addressOf(v)
    return found && { region: found.region, detail: found.detail }
  },
}
export default address
