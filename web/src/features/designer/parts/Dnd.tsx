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

// The same objects every time: new ones would draw everything that can be dragged anew.
const MOUSE = { activationConstraint: { distance: 5 } }
const TOUCH = { activationConstraint: { delay: 200, tolerance: 8 } }

const silent = () => undefined
const SILENT = { onDragStart: silent, onDragMove: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent }

export function Dnd({ children, ...handlers }: Props) {
  const t = useText('designer')
  const sensors = useSensors(useSensor(MouseSensor, MOUSE), useSensor(TouchSensor, TOUCH))
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
