// The virtualised table: keyset pages stream in, rows recycle, arrows walk the cells, Enter edits, Space selects.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { titleOf } from '@/core/titles'
import { usePreferences } from '@/core/preferences'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, ProgressLine } from '@/ui'
import { Cell, isEditable } from './Cell'
import { useCellEdit, type CellEdit } from './cellEdit'
import { columnsOf, heatColumn, tableWidth, templateOf, useWidths, type Column } from './columns'
import type { Selection } from './selection'
import type { ListState } from './state'
import css from './Table.module.css'
import { TableHead } from './TableHead'

const NOTHING: { [field: string]: number } = {}
const ROW = { comfortable: 40, compact: 32 } as const

type Props = {
  form: Form
  rows: Row[]
  total: number
  state: ListState
  selection: Selection
  selectable: boolean
  busy: boolean
  more: boolean
  onMore: () => void
}

export function Table({ form, rows, total, state, selection, selectable, busy, more, onMore }: Props) {
  const widths = useWidths((s) => s.widths[form.key]) ?? NOTHING
  const columns = columnsOf(form, state.columns, widths)
  const template = templateOf(columns)
  const density = usePreferences((p) => p.density)
  const scroller = useRef<HTMLDivElement>(null)
  const edit = useCellEdit(form)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    overscan: 12,
  })
  useEffect(() => virtual.measure(), [density, virtual])
  const items = virtual.getVirtualItems()
  const lastSeen = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && lastSeen >= rows.length - 20) onMore()
  }, [lastSeen, rows.length, more, onMore])
  const walk = useWalk(rows, columns, form, edit, selection, (i) => virtual.scrollToIndex(i), scroller)
  return (
    <div className={css.frame}>
      <ProgressLine active={busy} />
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable={selectable}
        onKeyDown={walk.onKeyDown}
      >
        <div style={{ minWidth: tableWidth(columns) }}>
          <TableHead
            form={form}
            columns={columns}
            template={template}
            sort={state.sort}
            onSort={(sort) => state.set({ sort })}
            selection={selection}
            loaded={rows.length}
            selectable={selectable}
          />
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((v) => (
              <TableRow
                key={rows[v.index]!.id}
                form={form}
                row={rows[v.index]!}
                index={v.index}
                top={v.start}
                columns={columns}
                template={template}
                edit={edit}
                selection={selection}
                selectable={selectable}
                active={walk.active}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

type RowProps = {
  form: Form
  row: Row
  index: number
  top: number
  columns: Column[]
  template: string
  edit: CellEdit
  selection: Selection
  selectable: boolean
  active: { row: number; col: number }
}

function TableRow({ form, row, index, top, columns, template, edit, selection, selectable, active }: RowProps) {
  const t = useText('list')
  const on = selection.has(row.id)
  const warm = row.heat ? heatColumn(form, columns, row.heat) : ''
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? on : undefined}
      className={[css.row, on ? css.on : ''].join(' ')}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={css.select}>
        {selectable && (
          <Checkbox
            checked={on}
            onChange={(c, shift) => selection.toggle(row, c, shift)}
            aria-label={t('selectRow', { title: titleOf(row) })}
          />
        )}
      </div>
      {columns.map((column, col) => (
        <Cell
          key={column.field.key}
          form={form}
          row={row}
          column={column}
          edit={edit}
          warm={warm === column.field.key}
          at={{ row: index, col }}
          active={active.row === index && active.col === col}
        />
      ))}
    </div>
  )
}

/** One cell is in the tab order; arrows move it. */
function useWalk(
  rows: Row[],
  columns: Column[],
  form: Form,
  edit: CellEdit,
  selection: Selection,
  scrollTo: (row: number) => void,
  scroller: React.RefObject<HTMLDivElement | null>,
) {
  const [active, setActive] = useState({ row: 0, col: 0 })
  const go = (row: number, col: number) => {
    const to = { row: Math.max(0, Math.min(rows.length - 1, row)), col: Math.max(0, Math.min(columns.length - 1, col)) }
    setActive(to)
    scrollTo(to.row)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-cell="${to.row}:${to.col}"]`)?.focus(),
    )
  }
  const act = (target: HTMLElement, row: Row, column: Column) => {
    if (isEditable(form, column.field)) edit.start({ id: row.id, field: column.field.key })
    else target.querySelector<HTMLElement>('a, button')?.click()
  }
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const target = e.target as HTMLElement
    const [r, c] = (target.dataset['cell'] ?? '').split(':').map(Number)
    if (r === undefined || c === undefined || Number.isNaN(r)) return
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [12, 0],
      PageUp: [-12, 0],
    }
    const step = steps[e.key]
    const row = rows[r]
    const column = columns[c]
    if (step) go(r + step[0], c + step[1])
    else if (e.key === 'Enter' && row && column) act(target, row, column)
    else if (e.key === ' ' && row) selection.toggle(row, !selection.has(row.id), e.shiftKey)
    else return
    e.preventDefault()
  }
  return { active, onKeyDown }
}
