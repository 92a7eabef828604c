// A list one orders: drag the grip, or press the arrow keys on it.
import { useDraggable, useDroppable } from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { Dnd } from './Dnd'
import css from './parts.module.css'

type Props<T> = {
  items: T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  /** In front of another one; null: to the end. */
  onMove: (key: string, before: string | null) => void
  children: (item: T, grip: ReactNode, index: number) => ReactNode
  className?: string
}

export function Sortable<T>({ items, keyOf, nameOf, onMove, children, className }: Props<T>) {
  const keys = items.map(keyOf)
  const step = (key: string, by: -1 | 1) => {
    const at = keys.indexOf(key)
    if (keys[at + by] === undefined) return
    onMove(key, by === -1 ? keys[at - 1]! : (keys[at + 2] ?? null))
  }
  const dropped = (from: string, onto: string) => {
    const [a, b] = [keys.indexOf(from), keys.indexOf(onto)]
    if (a >= 0 && b >= 0 && a !== b) onMove(from, b > a ? (keys[b + 1] ?? null) : onto)
  }
  return (
    <Dnd onDragEnd={(e) => e.over && dropped(String(e.active.id), String(e.over.id))}>
      <div className={`${css.sortable} ${className ?? ''}`}>
        {items.map((item, i) => (
          <Item key={keyOf(item)} id={keyOf(item)} name={nameOf(item)} index={i} keys={keys} onStep={step}>
            {(grip) => children(item, grip, i)}
          </Item>
        ))}
      </div>
    </Dnd>
  )
}

type ItemProps = {
  id: string
  name: string
  index: number
  keys: string[]
  onStep: (key: string, by: -1 | 1) => void
  children: (grip: ReactNode) => ReactNode
}

function Item({ id, name, index, keys, onStep, children }: ItemProps) {
  const t = useText('designer')
  const drag = useDraggable({ id, attributes: { roleDescription: t('dragWord') } })
  const drop = useDroppable({ id })
  const from = drop.active ? keys.indexOf(String(drop.active.id)) : -1
  const edge = !drop.isOver || from === index ? '' : from < index ? css.after : css.before
  const grip = (
    <button
      type="button"
      ref={drag.setNodeRef}
      className={css.grip}
      {...drag.attributes}
      {...drag.listeners}
      aria-label={t('moveNamed', { name })}
      onKeyDown={(e) => {
        if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
        e.preventDefault()
        onStep(id, e.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <Icon name="grip" size={14} />
    </button>
  )
  return (
    <div ref={drop.setNodeRef} className={[css.item, edge, drag.isDragging ? css.lifted : ''].join(' ')}>
      {children(grip)}
    </div>
  )
}
