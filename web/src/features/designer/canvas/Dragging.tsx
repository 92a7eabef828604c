// Dragging controls out of the palette and fields over the canvas: one line shows where it will land.
import { DragOverlay, type DragStartEvent } from '@dnd-kit/core'
import { createContext, memo, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { kindOf } from '@/kinds'
import { useBench } from '../sight'
import { groupsOf, moveFields } from '../model/layout'
import { elementAt } from '../model/elements'
import type { ElementDef, KindInfo } from '../model/types'
import { Dnd } from '../parts/Dnd'
import { useStable } from '../parts/stable'
import { useAdding, useAddingElement } from './adding'
import css from './Canvas.module.css'
import { landingAt, placeOfLanding, sameLanding, type Landing } from './dropping'

export type Dragged =
  | { what: 'kind'; kind: KindInfo }
  | { what: 'element'; element: ElementDef['kind'] }
  | { what: 'field'; key: string }

const LandingContext = createContext<Landing | null>(null)
export const useLanding = (): Landing | null => useContext(LandingContext)

/** Nothing collides: the pointer alone decides. */
const noCollisions = () => []

export function Dragging({ children }: { children: ReactNode }) {
  const { form, edit, choose, chosen } = useBench()
  const add = useAdding()
  const addElement = useAddingElement()
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [landing, setLanding] = useState<Landing | null>(null)
  const pointer = usePointer()
  const phone = usePhone()
  const start = useStable((e: DragStartEvent) => setDragged((e.active.data.current as Dragged | undefined) ?? null))
  const move = useStable(() => {
    const next = landingAt(pointer.current.x, pointer.current.y)
    if (!sameLanding(next, landing)) setLanding(next)
  })
  const end = useStable(() => {
    setDragged(null)
    setLanding(null)
  })
  const drop = useStable(() => {
    const onto = landingAt(pointer.current.x, pointer.current.y)
    end()
    if (!onto || !dragged) return
    const keys = groupsOf(form).find((g) => (g.section?.key ?? null) === onto.section)?.keys ?? []
    const to = placeOfLanding(onto, keys)
    if (dragged.what === 'kind') return add(dragged.kind, to)
    if (dragged.what === 'element') return addElement(dragged.element, to)
    const moved = chosen.fields.includes(dragged.key) ? chosen.fields : [dragged.key]
    edit((f) => moveFields(f, moved, to))
    // On a phone settings would cover what was just moved.
    if (!phone && !chosen.fields.includes(dragged.key)) choose({ fields: [dragged.key], section: null })
  })
  const inside = useMemo(
    () => (
      <>
        <LandingContext value={landing}>{children}</LandingContext>
        <DragOverlay dropAnimation={null} className={css.overlay}>
          {dragged && <Lifted dragged={dragged} />}
        </DragOverlay>
      </>
    ),
    [landing, children, dragged],
  )
  return (
    <Ground collisionDetection={noCollisions} onDragStart={start} onDragMove={move} onDragEnd={drop} onDragCancel={end}>
      {inside}
    </Ground>
  )
}

/** Not drawn anew while somebody types. */
const Ground = memo(Dnd)

function Lifted({ dragged }: { dragged: Dragged }) {
  const { form, chosen, kinds } = useBench()
  const t = useText('designer')
  const f = useFormat()
  const field = dragged.what === 'field' ? form.fields.find((x) => x.key === dragged.key) : undefined
  const kind = dragged.what === 'kind' ? dragged.kind : kinds.get(field?.kind ?? '')
  const element =
    dragged.what === 'element' ? dragged.element : elementAt(form, dragged.what === 'field' ? dragged.key : '')?.kind
  const many = dragged.what === 'field' && chosen.fields.includes(dragged.key) ? chosen.fields.length : 1
  return (
    <span className={css.lifted}>
      <Icon name={element ? 'rows' : kindOf(kind?.key ?? 'text').icon} size={14} />
      <span className="ellipsis">{element ? t(`element.${element}`) : f.words(field?.label ?? kind?.label)}</span>
      {many > 1 && <b>× {many}</b>}
    </span>
  )
}

/** Where the pointer is, finger or mouse. */
function usePointer() {
  const at = useRef({ x: 0, y: 0 })
  useEffect(() => {
    const mouse = (e: MouseEvent) => {
      at.current = { x: e.clientX, y: e.clientY }
    }
    const touch = (e: TouchEvent) => {
      const finger = e.touches[0] ?? e.changedTouches[0]
      if (finger) at.current = { x: finger.clientX, y: finger.clientY }
    }
    window.addEventListener('mousemove', mouse, true)
    window.addEventListener('touchmove', touch, true)
    return () => {
      window.removeEventListener('mousemove', mouse, true)
      window.removeEventListener('touchmove', touch, true)
    }
  }, [])
  return at
}
