// Dragging a bar or one of its ends by pointer: where it would lie is shown at once, days are whole.
import { useRef, useState, type PointerEvent } from 'react'

export type Grip = 'both' | 'start' | 'end'
export type Held = { id: number; grip: Grip; days: number }

/** `daysOf` turns pixels into whole days; `onDrop` is told once, when the pointer lets go. */
export function useBarDrag(daysOf: (px: number) => number, onDrop: (held: Held) => void) {
  const [held, setHeld] = useState<Held | null>(null)
  const moved = useRef(false)
  const take = (id: number, grip: Grip) => (e: PointerEvent<HTMLElement>) => {
    if (e.button !== 0) return
    e.stopPropagation()
    const from = e.clientX
    const handle: HTMLElement = e.currentTarget
    const over = new AbortController()
    let days = 0
    moved.current = false
    handle.setPointerCapture(e.pointerId)
    const follow = (m: globalThis.PointerEvent) => {
      days = daysOf(m.clientX - from)
      if (Math.abs(m.clientX - from) > 4) moved.current = true
      setHeld({ id, grip, days })
    }
    const end = (kept: boolean) => {
      over.abort()
      setHeld(null)
      if (kept && days !== 0) onDrop({ id, grip, days })
    }
    handle.addEventListener('pointermove', follow, { signal: over.signal })
    handle.addEventListener('pointerup', () => end(true), { signal: over.signal })
    handle.addEventListener('pointercancel', () => end(false), { signal: over.signal })
    const escape = (k: KeyboardEvent) => k.key === 'Escape' && end(false)
    window.addEventListener('keydown', escape, { signal: over.signal })
  }
  /** A press that moved nothing opens; one that did is no press. */
  const wasDrag = () => moved.current
  return { held, take, wasDrag }
}
