// Picking places in a tree: one level after the other, or several of any level.
import { Cascader as AntCascader, TreeSelect as AntTreeSelect } from 'antd'
import { useMemo } from 'react'
import { useText } from '@/i18n'
import { Icon } from './icons/Icon'
import css from './Tree.module.css'

/** `value` is the whole path (`east/sh`); `search` what it is found by. */
export type TreeNode = { value: string; label: string; search?: string; disabled?: boolean; children?: TreeNode[] }

type Common = {
  nodes: TreeNode[]
  id?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  defaultOpen?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  loading?: boolean | undefined
  placeholder?: string | undefined
  onClose?: (() => void) | undefined
  'aria-label'?: string | undefined
}

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

const shared = ({ size, invalid, disabled = false, autoFocus = false, onClose, ...rest }: Omit<Common, 'nodes'>) => ({
  ...(rest.id ? { id: rest.id } : {}),
  ...(rest.defaultOpen ? { defaultOpen: true } : {}),
  ...(rest['aria-label'] ? { 'aria-label': rest['aria-label'] } : {}),
  loading: rest.loading ?? false,
  disabled,
  autoFocus,
  size: SIZE[size ?? 'normal'],
  ...(invalid ? { status: 'error' as const } : {}),
  suffixIcon: <Icon name="down" size={14} />,
  style: { width: '100%' },
  onOpenChange: (open: boolean) => {
    if (!open) onClose?.()
  },
})

type CascaderProps = Common & {
  value: string | null
  onChange: (path: string | null) => void
  /** Places with others below them may be picked. */
  anyLevel?: boolean
}

const wayTo = (path: string): string[] => path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'))

/** One place: columns side by side, or found by typing. */
export function Cascader({ nodes, value, onChange, anyLevel = false, ...rest }: CascaderProps) {
  const t = useText('common')
  // The columns opened by hand stay as long as the way is the same object.
  const chosen = useMemo(() => (value ? wayTo(value) : []), [value])
  return (
    <AntCascader<TreeNode>
      {...shared(rest)}
      options={nodes}
      value={chosen}
      onChange={(next) => onChange((next as string[] | undefined)?.at(-1) ?? null)}
      changeOnSelect={anyLevel}
      placeholder={rest.placeholder ?? t('choose')}
      displayRender={(labels) => labels.join(' / ')}
      expandIcon={<Icon name="right" size={12} />}
      allowClear={{ clearIcon: <Icon name="close" size={12} /> }}
      notFoundContent={rest.loading ? t('loading') : t('none')}
      classNames={{ popup: { root: css.cascade ?? '' } }}
      showSearch={{
        limit: 50,
        filter: (q, way) => way.some((n) => (n.search ?? n.label).toLowerCase().includes(q.toLowerCase())),
      }}
    />
  )
}

type TreeSelectProps = Common & { value: string[]; onChange: (paths: string[]) => void; single?: boolean }

/** Places of any level, each for itself; what lies below is meant by the operator, not ticked here. */
export function TreeSelect({ nodes, value, onChange, single = false, ...rest }: TreeSelectProps) {
  const t = useText('common')
  const titles = useMemo(() => titlesOf(nodes), [nodes])
  const common = shared(rest)
  const change = (next: string | string[] | undefined) => onChange(next === undefined ? [] : [next].flat())
  return (
    <AntTreeSelect<string | string[], TreeNode>
      {...common}
      treeData={nodes}
      fieldNames={{ label: 'label', value: 'value', children: 'children' }}
      multiple={!single}
      value={single ? (value.at(-1) as string) : value}
      onChange={change}
      placeholder={rest.placeholder ?? t('choose')}
      notFoundContent={rest.loading ? t('loading') : t('none')}
      allowClear={{ clearIcon: <Icon name="close" size={12} /> }}
      maxTagCount="responsive"
      popupMatchSelectWidth={false}
      tagRender={({ value: path, closable, onClose }) => (
        <span className={css.tag}>
          {titles.get(String(path)) ?? String(path)}
          {closable && (
            <button type="button" className="plain-button" onClick={onClose} aria-label={t('remove')}>
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      )}
      showSearch={{
        filterTreeNode: (q: string, n) => (n.search ?? n.label).toLowerCase().includes(q.toLowerCase()),
      }}
    />
  )
}

const titlesOf = (nodes: TreeNode[], found = new Map<string, string>()): Map<string, string> => {
  for (const node of nodes) {
    found.set(node.value, node.label)
    titlesOf(node.children ?? [], found)
  }
  return found
}
