// Dragging as the whole designer does it: mouse and finger; keys are handled where they are pressed.
import {
  DndContext,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type CollisionDetection,
  type DragEndEvent,
  type DragStartEvent,
} from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { useText } from '@/i18n'

type Props = {
  children: ReactNode
  onDragStart?: (e: DragStartEvent) => void
  onDragMove?: () => void
  onDragEnd: (e: DragEndEvent) => void
  onDragCancel?: () => void
  collisionDetection?: CollisionDetection
}

const silent = () => undefined
const SILENT = { onDragStart: silent, onDragMove: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent }

export function Dnd({ children, ...handlers }: Props) {
  const t = useText('designer')
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
  )
  return (
    <DndContext
      sensors={sensors}
      accessibility={{ announcements: SILENT, screenReaderInstructions: { draggable: t('dragHelp') } }}
      {...handlers}
    >
      {children}
    </DndContext>
  )
}
