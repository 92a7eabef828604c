// The phone's sheets from below: free content, or large rows to tap.
import { Drawer as AntDrawer } from 'antd'
import { useRef, type ReactNode } from 'react'
import { useText } from '@/i18n'
import { IconButton } from './Button'
import { Icon, type IconName } from './icons/Icon'
import css from './overlays.module.css'

type SheetProps = { open: boolean; onClose: () => void; title?: string | undefined; children: ReactNode }

/** Phone sheet from below, radius 14, as tall as its content. */
export function Sheet({ open, onClose, title, children }: SheetProps) {
  const t = useText('common')
  const content = useRef<HTMLDivElement>(null)
  // The drawer takes the focus when it opens; the box that asked for it gets it back.
  const shown = (now: boolean) => {
    if (now) content.current?.querySelector<HTMLElement>('[data-first]')?.focus()
  }
  return (
    <AntDrawer
      open={open}
      onClose={onClose}
      placement="bottom"
      size="auto"
      closable={false}
      destroyOnHidden
      afterOpenChange={shown}
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
      <div ref={content} className={css.contents}>
        {children}
      </div>
    </AntDrawer>
  )
}

export type SheetRow = {
  key: string
  label: string
  hint?: string | undefined
  icon?: IconName | undefined
  danger?: boolean | undefined
  /** The one chosen of several: ticked. A row without the word is an act, not a choice. */
  on?: boolean | undefined
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
          className={[css.sheetRow, row.danger ? 'hot' : '', row.on ? css.sheetOn : ''].join(' ')}
          {...(row.on === undefined ? {} : { 'aria-pressed': row.on })}
          onClick={() => {
            onClose()
            row.onSelect()
          }}
        >
          {row.icon && <Icon name={row.icon} size={20} />}
          <span className={css.sheetLabel}>
            {row.label}
            {row.hint && <span className="caption"> {row.hint}</span>}
          </span>
          {row.on && <Icon name="check" size={20} />}
        </button>
      ))}
    </Sheet>
  )
}
