// The ink bar that floats over a list while rows are selected.
import { useId, type ComponentProps, type ReactNode } from 'react'
import { useText } from '@/i18n'
import css from './BulkBar.module.css'
import { Icon, type IconName } from './icons/Icon'

type Props = { title: ReactNode; note?: ReactNode; children: ReactNode; onClose: () => void }

export function BulkBar({ title, note, children, onClose }: Props) {
  const t = useText('common')
  const id = useId()
  return (
    <div className={css.bar} role="toolbar" aria-labelledby={id}>
      <b className={css.title} id={id}>
        {title}
      </b>
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

type ActProps = ComponentProps<'button'> & { icon: IconName; danger?: boolean }

/** Takes every button property, so that a popover or menu can hang from it. */
export function BulkAct({ icon, children, danger, className: _own, ...rest }: ActProps) {
  return (
    <button type="button" {...rest} className={[css.act, danger ? css.danger : ''].join(' ')}>
      <Icon name={icon} size={14} />
      {children}
    </button>
  )
}
