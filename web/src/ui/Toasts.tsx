// Ink notes at the bottom left; 8 s, paused under the pointer; Ctrl Z undoes the latest.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useKey } from '@/core/keys'
import { useToasts, type Toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Icon } from './icons/Icon'
import css from './Toasts.module.css'

const LIFE = 8000

export function Toasts() {
  const items = useToasts((s) => s.items)
  const close = useToasts((s) => s.close)
  const latest = [...items].reverse().find((t) => t.undo)
  const undoLatest = useCallback(() => {
    if (!latest) return
    latest.undo?.()
    close(latest.id)
  }, [latest, close])
  useKey('mod+z', undoLatest, { enabled: latest !== undefined })
  return (
    <div className={css.stack} role="status" aria-live="polite">
      {items.map((t) => (
        <Note key={t.id} toast={t} close={() => close(t.id)} />
      ))}
    </div>
  )
}

function Note({ toast, close }: { toast: Toast; close: () => void }) {
  const t = useText('common')
  const [paused, setPaused] = useState(false)
  const closeNow = useRef(close)
  closeNow.current = close
  useEffect(() => {
    if (paused) return
    const timer = setTimeout(() => closeNow.current(), LIFE)
    return () => clearTimeout(timer)
  }, [paused])
  return (
    <div
      className={css.note}
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <span>{toast.text}</span>
      {toast.undo && (
        <button
          type="button"
          className={css.undo}
          onClick={() => {
            toast.undo?.()
            close()
          }}
        >
          {t('undo')}
        </button>
      )}
      <button type="button" className={css.close} aria-label={t('close')} onClick={close}>
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
