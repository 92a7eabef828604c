// A menu of actions, with headings, ticks and hints.
import { Dropdown } from 'antd'
import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icons/Icon'
import css from './overlays.module.css'

export type MenuEntry =
  | {
      key: string
      label: ReactNode
      icon?: IconName | undefined
      danger?: boolean | undefined
      disabled?: boolean | undefined
      checked?: boolean | undefined
      hint?: ReactNode
      onSelect: () => void
    }
  | { divider: true }
  | { heading: ReactNode; items: MenuEntry[] }

/** A menu hanging from its trigger. */
export function Menu({
  items,
  children,
  placement = 'bottomLeft',
  onOpenChange,
}: {
  items: MenuEntry[]
  children: ReactElement
  placement?: 'bottomLeft' | 'bottomRight' | 'topLeft' | 'topRight'
  onOpenChange?: (open: boolean) => void
}) {
  return (
    <Dropdown
      trigger={['click']}
      placement={placement}
      menu={{ items: items.map(menuItem) }}
      {...(onOpenChange ? { onOpenChange } : {})}
      classNames={{ root: css.menu ?? '' }}
    >
      {children}
    </Dropdown>
  )
}

function menuItem(
  entry: MenuEntry,
  i: number,
): NonNullable<NonNullable<Parameters<typeof Dropdown>[0]['menu']>['items']>[number] {
  if ('divider' in entry) return { type: 'divider', key: `-${i}` }
  if ('heading' in entry)
    return { type: 'group', key: `#${i}`, label: entry.heading, children: entry.items.map(menuItem) }
  return {
    key: entry.key,
    danger: entry.danger ?? false,
    disabled: entry.disabled ?? false,
    icon: entry.icon ? <Icon name={entry.icon} size={14} /> : undefined,
    label: (
      <span className={css.entry}>
        <span className="ellipsis">{entry.label}</span>
        {entry.hint !== undefined && <span className="caption">{entry.hint}</span>}
        {entry.checked && <Icon name="check" size={14} style={{ color: 'var(--ac)' }} />}
      </span>
    ),
    onClick: ({ domEvent }) => {
      domEvent.stopPropagation()
      entry.onSelect()
    },
  }
}
