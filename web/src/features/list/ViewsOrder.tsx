// The order in which somebody has the views of a form: dragged, or moved with Space and arrows on the grip.
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Form, View } from '@/core/types'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import css from './panels.module.css'
import { idOf } from './state'
import { useViewPreference } from './viewPreference'

export function ViewsOrder({ form }: { form: Form }) {
  const t = useText('views')
  const { keep } = useViewPreference(form)
  const [order, setOrder] = useState(() => (form.views ?? []).map(idOf))
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const views = order
    .map((name) => form.views?.find((view) => idOf(view) === name))
    .filter((view) => view !== undefined)
  const moved = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return
    const next = arrayMove(order, order.indexOf(String(active.id)), order.indexOf(String(over.id)))
    setOrder(next)
    void keep({ order: next })
  }
  return (
    <div className={css.panel}>
      <b>{t('arrange')}</b>
      <div className={css.scroll}>
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={moved}>
          <SortableContext items={order} strategy={verticalListSortingStrategy}>
            {views.map((view) => (
              <Line key={idOf(view)} view={view} />
            ))}
          </SortableContext>
        </DndContext>
      </div>
    </div>
  )
}

function Line({ view }: { view: View }) {
  const t = useText('views')
  const f = useFormat()
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id: idOf(view) })
  const name = f.words(view.label)
  return (
    <div ref={setNodeRef} className={css.column} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button
        type="button"
        className={`plain-button ${css.grip}`}
        {...attributes}
        {...listeners}
        aria-label={t('drag', { name })}
      >
        <Icon name="grip" size={14} />
      </button>
      <span className="ellipsis">{name}</span>
    </div>
  )
}
