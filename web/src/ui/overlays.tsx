// Things that open over the page: popover, drawer, modal, tooltip.
import { Drawer as AntDrawer, Modal as AntModal, Popover as AntPopover, Tooltip as AntTooltip } from 'antd'
import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { IconButton } from './Button'
import css from './overlays.module.css'
import { Sheet } from './Sheet'
import { Icon } from './icons/Icon'

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

type AnchoredProps = {
  open: boolean
  onClose: () => void
  content: ReactNode
  children: ReactElement
  width: number
  label: string
  placement?: Placement
}

/** A question that stays beside what it is about until it is answered or put away with Esc; on a phone a sheet. */
export function Anchored({ open, onClose, content, children, width, label, placement = 'bottomLeft' }: AnchoredProps) {
  const phone = usePhone()
  const panel = useRef<HTMLDivElement>(null)
  if (phone)
    return (
      <>
        {children}
        <Sheet open={open} onClose={onClose}>
          {content}
        </Sheet>
      </>
    )
  const keys = (e: KeyboardEvent) => {
    if (e.key === 'Escape') onClose()
  }
  const shown = (now: boolean) => {
    if (now) panel.current?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
  }
  return (
    <AntPopover
      content={
        <div
          ref={panel}
          style={{ width, maxWidth: 'calc(100vw - 32px)' }}
          role="dialog"
          aria-label={label}
          onKeyDown={keys}
        >
          {content}
        </div>
      }
      open={open}
      trigger={[]}
      placement={placement}
      arrow={false}
      destroyOnHidden
      afterOpenChange={shown}
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
  /** What lies beside it stays bright and usable: it is what the drawer is about. */
  beside?: boolean
}

/** From the right on a desk; a full-height sheet on a phone. */
export function Drawer({ open, onClose, title, children, footer, width = 480, extra, beside = false }: DrawerProps) {
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
      mask={!beside || phone}
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

type ModalProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  width?: 420 | 560 | 800
  /** It must be answered: no Esc, no cross, no click beside it. */
  fixed?: boolean
}

export function Modal({ open, onClose, title, children, footer, width = 420, fixed = false }: ModalProps) {
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
      closable={!fixed}
      keyboard={!fixed}
      mask={{ closable: !fixed }}
      closeIcon={<Icon name="close" label={t('close')} />}
    >
      {children}
    </AntModal>
  )
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
