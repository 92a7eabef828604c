// Pictures over the whole page: Esc, arrows, swipes, download. A native dialog keeps the focus and gives it back.
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type TouchEvent } from 'react'
import { fileUrl } from '@/core/files'
import { usePictures } from '@/core/pictures'
import { useText } from '@/i18n'
import { IconButton } from './Button'
import css from './Pictures.module.css'

const SWIPE = 48

export function Pictures() {
  return usePictures((s) => s.shown !== null) ? <Viewer /> : null
}

function Viewer() {
  const t = useText('common')
  const { shown, go, close } = usePictures()
  const dialog = useRef<HTMLDialogElement>(null)
  const swipe = useSwipe(go)
  // Closed before it is taken away: only then does the browser give the focus back to what opened it.
  useLayoutEffect(() => {
    const box = dialog.current
    box?.showModal()
    box?.focus()
    return () => box?.close()
  }, [])
  const keys = (e: KeyboardEvent) => {
    e.stopPropagation() // what lies below has its own Esc and arrows
    if (e.key === 'ArrowLeft') go(-1)
    if (e.key === 'ArrowRight') go(1)
    if (e.key === 'Escape') {
      e.preventDefault()
      close()
    }
  }
  const file = shown?.items[shown.at]
  if (!shown || !file) return null
  return (
    <dialog
      ref={dialog}
      className={css.viewer}
      tabIndex={-1}
      aria-label={t('pictures.title')}
      onKeyDown={keys}
      onCancel={close}
      onClick={(e) => e.stopPropagation()} // a portal of a row or cell must not open it
      {...swipe}
    >
      <Head at={shown.at} count={shown.items.length} name={file.name} href={fileUrl(file.id)} onClose={close} />
      <Picture key={file.id} id={file.id} type={file.type} name={file.name} onBeside={close} />
      {shown.at > 0 && (
        <IconButton
          icon="left"
          size="large"
          label={t('pictures.previous')}
          onClick={() => go(-1)}
          className={css.left}
        />
      )}
      {shown.at < shown.items.length - 1 && (
        <IconButton icon="right" size="large" label={t('pictures.next')} onClick={() => go(1)} className={css.right} />
      )}
    </dialog>
  )
}

type HeadProps = { at: number; count: number; name: string; href: string; onClose: () => void }

function Head({ at, count, name, href, onClose }: HeadProps) {
  const t = useText('common')
  return (
    <div className={css.head}>
      <span className={css.name} aria-live="polite">
        <span className="ellipsis">{name}</span>
        {count > 1 && <span className={css.place}>{`${at + 1} / ${count}`}</span>}
      </span>
      <a className={css.act} href={href} download={name}>
        {t('pictures.download')}
      </a>
      <IconButton icon="close" size="large" label={t('close')} onClick={onClose} className={css.icon} />
    </div>
  )
}

type PictureProps = { id: number; type: string; name: string; onBeside: () => void }

/** A moving picture only moves in the original. */
function Picture({ id, type, name, onBeside }: PictureProps) {
  const t = useText('common')
  const [failed, setFailed] = useState(false)
  const source = fileUrl(id, type === 'image/gif' ? undefined : 1280)
  return (
    <div className={css.stage} onClick={(e) => e.target === e.currentTarget && onBeside()}>
      {failed ? (
        <p role="alert">{t('pictures.failed')}</p>
      ) : (
        <img src={source} alt={name} className={css.picture} onError={() => setFailed(true)} draggable={false} />
      )}
    </div>
  )
}

/** A finger that goes sideways turns the page. */
function useSwipe(go: (by: 1 | -1) => void) {
  const from = useRef<{ x: number; y: number } | null>(null)
  return {
    onTouchStart: (e: TouchEvent) => {
      const touch = e.touches.length === 1 ? e.touches[0] : undefined
      from.current = touch ? { x: touch.clientX, y: touch.clientY } : null
    },
    onTouchEnd: (e: TouchEvent) => {
      const [start, end] = [from.current, e.changedTouches[0]]
      from.current = null
      if (!start || !end) return
      const [dx, dy] = [end.clientX - start.x, end.clientY - start.y]
      if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) go(dx < 0 ? 1 : -1)
    },
  }
}
