// The departments: found by typing, opened and closed, dragged onto one another or moved by their menu.
import {
  DndContext,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type DragEndEvent,
} from '@dnd-kit/core'
import { useState, type ReactNode } from 'react'
import { usePhone } from '@/core/media'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { EmptyState, Icon, IconButton, Input, Menu, type MenuEntry } from '@/ui'
import css from './Organisation.module.css'
import type { Department, Tree } from './organisation'
import { mayMove, rowsOf, type Shown } from './tree'

export const EVERYBODY = ''
export const NOWHERE = 'none'

type Props = {
  tree: Tree
  chosen: string
  onChoose: (key: string) => void
  onAdd: () => void
  onMove: (department: Department, parent: Id | null) => void
  actsOf: (department: Department) => MenuEntry[]
}

export function DepartmentTree({ tree, chosen, onChoose, onAdd, onMove, actsOf }: Props) {
  const t = useText('organisation')
  const phone = usePhone()
  const [q, setQ] = useState('')
  const [shut, setShut] = useState<ReadonlySet<Id>>(new Set())
  const [lifted, setLifted] = useState<Id | null>(null)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 260, tolerance: 8 } }),
  )
  const rows = rowsOf(tree.items, shut, q)
  const dragged = tree.items.find((d) => d.id === lifted)
  const fold = (id: Id) => setShut(new Set(shut.has(id) ? [...shut].filter((s) => s !== id) : [...shut, id]))
  const dropped = ({ over }: DragEndEvent) => {
    setLifted(null)
    if (!over || !dragged) return
    const parent = over.id === 'top' ? null : Number(over.id)
    if (mayMove(tree.items, dragged.id, parent)) onMove(dragged, parent)
  }
  return (
    <>
      <div className={css.railHead}>
        <Input
          value={q}
          onChange={setQ}
          icon="search"
          placeholder={t('tree.find')}
          aria-label={t('tree.find')}
          clearable
        />
        <IconButton icon="plus" label={t('tree.add')} onClick={onAdd} />
      </div>
      <DndContext
        sensors={sensors}
        onDragStart={(e) => setLifted(Number(e.active.id))}
        onDragEnd={dropped}
        onDragCancel={() => setLifted(null)}
        accessibility={{ screenReaderInstructions: { draggable: t('tree.dragHelp') } }}
      >
        <div className={css.nodes}>
          <TopNode
            label={t('tree.everybody')}
            count={tree.people}
            on={chosen === EVERYBODY}
            may={dragged ? mayMove(tree.items, dragged.id, null) : false}
            onClick={() => onChoose(EVERYBODY)}
          />
          {tree.nowhere > 0 && (
            <Fixed
              label={t('tree.nowhere')}
              count={tree.nowhere}
              on={chosen === NOWHERE}
              onClick={() => onChoose(NOWHERE)}
            />
          )}
          <div className={css.parted} />
          <ul aria-label={t('tree.title')}>
            {rows.map((row) => (
              <Node
                key={row.department.id}
                row={row}
                on={chosen === String(row.department.id)}
                may={dragged ? mayMove(tree.items, dragged.id, row.department.id) : false}
                onFold={() => fold(row.department.id)}
                onClick={() => onChoose(String(row.department.id))}
                acts={actsOf(row.department)}
                still={phone}
              />
            ))}
          </ul>
          {tree.items.length === 0 && <EmptyState what={t('tree.none')} why={t('tree.noneWhy')} />}
          {tree.items.length > 0 && rows.length === 0 && <p className="caption">{t('tree.noMatch')}</p>}
        </div>
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <span className={css.dragged}>
              <Icon name={iconOf(dragged)} size={14} /> {dragged.name}
            </span>
          )}
        </DragOverlay>
      </DndContext>
    </>
  )
}

export const iconOf = (d: Pick<Department, 'kind'>) =>
  d.kind === 'company' ? ('account' as const) : ('people' as const)

type NodeProps = {
  row: Shown
  on: boolean
  may: boolean
  onFold: () => void
  onClick: () => void
  acts: MenuEntry[]
  still: boolean
}

function Node({ row, on, may, onFold, onClick, acts, still }: NodeProps) {
  const t = useText('organisation')
  const { department: d, depth, children, open } = row
  const drag = useDraggable({ id: d.id, disabled: still })
  const drop = useDroppable({ id: d.id, disabled: !may })
  const head = d.head ? t('tree.head', { name: d.head.title ?? '' }) : ''
  const classes = [css.node, on ? css.on : '', drop.isOver && may ? css.over : '', drag.isDragging ? css.lifted : '']
  return (
    <li ref={drop.setNodeRef} className={classes.join(' ')} style={{ paddingLeft: depth * 14 }}>
      {children ? (
        <button
          type="button"
          className={css.fold}
          onClick={onFold}
          aria-expanded={open}
          aria-label={`${t(open ? 'tree.shut' : 'tree.open')} ${d.name}`}
        >
          <Icon name={open ? 'down' : 'right'} size={12} />
        </button>
      ) : (
        <span className={css.fold} aria-hidden />
      )}
      <button
        type="button"
        ref={drag.setNodeRef}
        {...drag.listeners}
        className={css.name}
        onClick={onClick}
        aria-current={on || undefined}
        title={[d.name, head].filter(Boolean).join(' · ')}
      >
        <Icon name={iconOf(d)} size={14} />
        <span className="ellipsis">{d.name}</span>
      </button>
      {d.head?.state === 'disabled' && <Icon name="warn" size={12} label={t('tree.headGone')} />}
      <span className={css.count}>{d.below}</span>
      <span className={css.acts}>
        <Menu items={acts} placement="bottomRight">
          <IconButton icon="more" size="small" label={t('tree.more', { name: d.name })} aria-haspopup="menu" />
        </Menu>
      </span>
    </li>
  )
}

function TopNode({ may, ...rest }: FixedProps & { may: boolean }) {
  const drop = useDroppable({ id: 'top', disabled: !may })
  return (
    <div ref={drop.setNodeRef}>
      <Fixed {...rest} over={drop.isOver && may} />
    </div>
  )
}

type FixedProps = { label: ReactNode; count: number; on: boolean; onClick: () => void; over?: boolean }

function Fixed({ label, count, on, onClick, over = false }: FixedProps) {
  return (
    <div className={[css.node, css.fixed, on ? css.on : '', over ? css.over : ''].join(' ')}>
      <span className={css.fold} aria-hidden />
      <button type="button" className={css.name} onClick={onClick} aria-current={on || undefined}>
        <span className="ellipsis">{label}</span>
      </button>
      <span className={css.count}>{count}</span>
    </div>
  )
}
