// Walking the table by keyboard: arrows move, Enter edits or opens, Space selects.
import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { Form, Row } from '@/core/types'
import { isEditable } from './Cell'
import type { CellEdit } from './cellEdit'
import type { Column } from './columns'
import type { Selection } from './selection'

/** One cell is in the tab order; arrows move it. */
export function useWalk(
  rows: Row[],
  columns: Column[],
  form: Form,
  edit: CellEdit,
  selection: Selection,
  scrollTo: (row: number) => void,
  scroller: RefObject<HTMLDivElement | null>,
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
