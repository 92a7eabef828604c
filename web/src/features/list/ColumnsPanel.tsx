// Which columns, in which order: tick to show, drag (or Space and arrows on the grip) to move.
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
import { columnsIn, fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Icon, Input } from '@/ui'
import css from './panels.module.css'

/** `bare`: where it stands says already what it is. */
type Props = { form: Form; columns: string[]; onChange: (columns: string[]) => void; bare?: boolean }

export function ColumnsPanel({ form, columns, onChange, bare = false }: Props) {
  const t = useText('list')
  const f = useFormat()
  const [q, setQ] = useState('')
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const found = (field: Field) => f.words(field.label).toLowerCase().includes(q.trim().toLowerCase())
  const shown = columns.map((key) => fieldOf(form, key)).filter((x) => x !== undefined)
  const hidden = columnsIn(form).filter((x) => !columns.includes(x.key))
  const moved = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id)
      onChange(arrayMove(columns, columns.indexOf(String(active.id)), columns.indexOf(String(over.id))))
  }
  return (
    <div className={css.panel}>
      {!bare && <b>{t('columns.title')}</b>}
      <Input
        size="small"
        icon="search"
        value={q}
        onChange={setQ}
        placeholder={t('columns.find')}
        aria-label={t('columns.find')}
        clearable
      />
      <div className={css.scroll}>
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={moved}>
          <SortableContext items={columns} strategy={verticalListSortingStrategy}>
            {shown.filter(found).map((field) => (
              <ShownColumn
                key={field.key}
                field={field}
                only={columns.length === 1}
                onHide={() => onChange(columns.filter((k) => k !== field.key))}
              />
            ))}
          </SortableContext>
        </DndContext>
        {hidden.filter(found).map((field) => (
          <div key={field.key} className={css.column}>
            <span className={css.grip} />
            <Checkbox checked={false} onChange={() => onChange([...columns, field.key])}>
              {f.words(field.label)}
            </Checkbox>
          </div>
        ))}
      </div>
    </div>
  )
}

function ShownColumn({ field, only, onHide }: { field: Field; only: boolean; onHide: () => void }) {
  const t = useText('list')
  const f = useFormat()
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id: field.key })
  return (
    <div ref={setNodeRef} className={css.column} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button
        type="button"
        className={`plain-button ${css.grip}`}
        {...attributes}
        {...listeners}
        aria-label={t('columns.drag', { field: f.words(field.label) })}
      >
        <Icon name="grip" size={14} />
      </button>
      <Checkbox checked onChange={onHide} disabled={only}>
        {f.words(field.label)}
      </Checkbox>
    </div>
  )
}
