// Things that open over the page: popover, drawer, modal, menu, tooltip.
import { Drawer as AntDrawer, Dropdown, Modal as AntModal, Popover as AntPopover, Tooltip as AntTooltip } from 'antd'
import type { ReactElement, ReactNode } from 'react'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { IconButton } from './Button'
import css from './overlays.module.css'
import { Icon, type IconName } from './icons/Icon'

type Placement = 'bottomLeft' | 'bottomRight' | 'bottom' | 'topLeft' | 'topRight' | 'top' | 'right' | 'left'

type PopoverProps = {
  content: ReactNode
  children: ReactElement
  open: boolean
  onOpenChange: (open: boolean) => void
  placement?: Placement
  width?: number
  label?: string
}

/** A panel hanging from its trigger; on a phone a sheet from below. */
export function Popover({
  content,
  children,
  open,
  onOpenChange,
  placement = 'bottomLeft',
  width,
  label,
}: PopoverProps) {
  const phone = usePhone()
  if (phone)
    return (
      <>
        <span onClick={() => onOpenChange(!open)} className={css.contents}>
          {children}
        </span>
        <Sheet open={open} onClose={() => onOpenChange(false)} title={label}>
          {content}
        </Sheet>
      </>
    )
  return (
    <AntPopover
      content={
        <div style={width ? { width, maxWidth: 'calc(100vw - 32px)' } : undefined} role="dialog" aria-label={label}>
          {content}
        </div>
      }
      open={open}
      onOpenChange={onOpenChange}
      trigger="click"
      placement={placement}
      arrow={false}
      classNames={{ root: css.popover ?? '' }}
    >
      {children}
    </AntPopover>
  )
}

type DrawerProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  width?: 480 | 720
  extra?: ReactNode
}

/** From the right on a desk; a full-height sheet on a phone. */
export function Drawer({ open, onClose, title, children, footer, width = 480, extra }: DrawerProps) {
  const phone = usePhone()
  const t = useText('common')
  return (
    <AntDrawer
      open={open}
      onClose={onClose}
      title={title}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '100%' : width}
      closable={false}
      destroyOnHidden
      extra={
        <span className={css.row}>
          {extra}
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </span>
      }
      footer={footer ? <div className={css.footer}>{footer}</div> : null}
      styles={{
        header: { padding: '10px 12px 10px 20px', minHeight: 52 },
        body: { padding: 20 },
        footer: { padding: '12px 20px' },
      }}
    >
      {children}
    </AntDrawer>
  )
}

type SheetProps = { open: boolean; onClose: () => void; title?: string | undefined; children: ReactNode }

/** Phone sheet from below, radius 14, as tall as its content. */
export function Sheet({ open, onClose, title, children }: SheetProps) {
  const t = useText('common')
  return (
    <AntDrawer
      open={open}
      onClose={onClose}
      placement="bottom"
      size="auto"
      closable={false}
      destroyOnHidden
      rootClassName={css.sheet ?? ''}
      styles={{
        body: { padding: '8px 16px calc(16px + env(safe-area-inset-bottom))' },
        section: { borderRadius: '14px 14px 0 0', maxHeight: '88dvh' },
      }}
      aria-label={title}
    >
      {title && (
        <div className={css.sheetHead}>
          <b>{title}</b>
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </div>
      )}
      {children}
    </AntDrawer>
  )
}

export type SheetRow = {
  key: string
  label: string
  hint?: string | undefined
  icon?: IconName | undefined
  danger?: boolean | undefined
  onSelect: () => void
}

/** Large rows to tap: the phone's action sheet. */
export function ActionSheet({
  open,
  onClose,
  title,
  rows,
}: {
  open: boolean
  onClose: () => void
  title?: string
  rows: SheetRow[]
}) {
  return (
    <Sheet open={open} onClose={onClose} title={title}>
      {rows.map((row) => (
        <button
          key={row.key}
          type="button"
          className={[css.sheetRow, row.danger ? 'hot' : ''].join(' ')}
          onClick={() => {
            onClose()
            row.onSelect()
          }}
        >
          {row.icon && <Icon name={row.icon} size={20} />}
          <span>
            {row.label}
            {row.hint && <span className="caption"> {row.hint}</span>}
          </span>
        </button>
      ))}
    </Sheet>
  )
}

type ModalProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  width?: 420 | 560 | 800
}

export function Modal({ open, onClose, title, children, footer, width = 420 }: ModalProps) {
  const t = useText('common')
  return (
    <AntModal
      open={open}
      onCancel={onClose}
      title={title}
      width={width}
      footer={footer ? <div className={css.footer}>{footer}</div> : null}
      centered
      destroyOnHidden
      closeIcon={<Icon name="close" label={t('close')} />}
    >
      {children}
    </AntModal>
  )
}

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

export function Tooltip({
  text,
  children,
  placement = 'top',
}: {
  text: ReactNode
  children: ReactElement
  placement?: Placement
}) {
  return (
    <AntTooltip title={text} placement={placement} mouseEnterDelay={0.4}>
      {children}
    </AntTooltip>
  )
}
