// A row one can swipe: left shows at most two actions beside the still readable name, right does the first thing.
import { useRef, useState, type PointerEvent, type ReactNode } from 'react'
import { Icon, type IconName } from '@/ui'
import css from './Swipe.module.css'

export type SwipeAct = { key: string; label: string; icon: IconName; href?: string | undefined; onSelect?: () => void }

type Props = { acts: SwipeAct[]; onRight?: (() => void) | undefined; children: ReactNode }

const WIDE = 68
const START = 10
const DONE = 96

export function Swipe({ acts, onRight, children }: Props) {
  const shown = acts.slice(0, 2)
  const width = shown.length * WIDE
  const from = useRef<{ x: number; y: number; open: boolean } | null>(null)
  const [shift, setShift] = useState(0)
  const [open, setOpen] = useState(false)
  const down = (e: PointerEvent) => {
    if (e.pointerType !== 'mouse') from.current = { x: e.clientX, y: e.clientY, open }
  }
  const move = (e: PointerEvent) => {
    if (!from.current) return
    const dx = e.clientX - from.current.x
    if (Math.abs(dx) < START || Math.abs(e.clientY - from.current.y) > Math.abs(dx)) return
    setShift(Math.max(-width, Math.min(onRight ? DONE : 0, dx - (from.current.open ? width : 0))))
  }
  const up = () => {
    if (!from.current) return
    from.current = null
    if (shift >= DONE - 8) onRight?.()
    setOpen(shift < -width / 2)
    setShift(0)
  }
  const offset = shift || (open ? -width : 0)
  return (
    <div
      className={css.swipe}
      data-swiped={offset < 0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <div
        className={css.row}
        style={{ paddingRight: Math.max(0, -offset), transform: offset > 0 ? `translateX(${offset}px)` : undefined }}
      >
        {children}
      </div>
      <div className={css.acts} style={{ width: Math.max(0, -offset) }} aria-hidden={!open}>
        {shown.map((act, i) => {
          const face = (
            <>
              <Icon name={act.icon} />
              {act.label}
            </>
          )
          const classes = [css.act, i === 0 ? css.first : ''].join(' ')
          const close = () => setOpen(false)
          return act.href ? (
            <a key={act.key} className={classes} href={act.href} tabIndex={open ? 0 : -1} onClick={close}>
              {face}
            </a>
          ) : (
            <button
              key={act.key}
              type="button"
              className={classes}
              tabIndex={open ? 0 : -1}
              onClick={() => (close(), act.onSelect?.())}
            >
              {face}
            </button>
          )
        })}
      </div>
    </div>
  )
}
