// The ink bar that floats over a list while rows are selected.
import type { ReactNode } from 'react'
import { useText } from '@/i18n'
import css from './BulkBar.module.css'
import { Icon, type IconName } from './icons/Icon'

type Props = { title: ReactNode; note?: ReactNode; children: ReactNode; onClose: () => void }

export function BulkBar({ title, note, children, onClose }: Props) {
  const t = useText('common')
  return (
    <div className={css.bar} role="toolbar">
      <b className={css.title}>{title}</b>
      {note && <span className={css.note}>{note}</span>}
      <u />
      <span className={css.acts}>{children}</span>
      <u />
      <button type="button" className={css.act} onClick={onClose} aria-label={t('close')}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}

type ActProps = { icon: IconName; children: ReactNode; onClick?: () => void; danger?: boolean; disabled?: boolean }

export function BulkAct({ icon, children, onClick, danger, disabled }: ActProps) {
  return (
    <button
      type="button"
      className={[css.act, danger ? css.danger : ''].join(' ')}
      onClick={onClick}
      disabled={disabled}
    >
      <Icon name={icon} size={14} />
      {children}
    </button>
  )
}
