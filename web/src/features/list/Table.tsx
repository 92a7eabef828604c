// The virtualised table: keyset pages stream in, rows recycle, arrows walk the cells, Enter edits, Space selects.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type CSSProperties } from 'react'
import { titleOf } from '@/core/titles'
import { usePreferences } from '@/core/preferences'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, ProgressLine } from '@/ui'
import { Cell } from './Cell'
import type { CellEdit } from './cellEdit'
import { columnsOf, heatColumn, tableWidth, templateOf, useWidths, type Column } from './columns'
import { GroupHead, MoreRows } from './GroupHead'
import { useSeen, type Grouping, type Line } from './grouping'
import groupCss from './Groups.module.css'
import type { RowActs } from './rowActs'
import { RowButtons } from './RowButtons'
import type { Selection } from './selection'
import type { ListState } from './state'
import css from './Table.module.css'
import { TableHead } from './TableHead'
import { useWalk } from './walk'

const lineOf = (lines: Line[], at: number): number => lines.findIndex((l) => l.kind === 'row' && l.at === at)

const NOTHING: { [field: string]: number } = {}
const ROW = { comfortable: 40, compact: 32 } as const

type Props = {
  form: Form
  rows: Row[]
  lines: Line[]
  grouping: Grouping | null
  total: number
  state: ListState
  selection: Selection
  selectable: boolean
  busy: boolean
  more: boolean
  onMore: () => void
  edit: CellEdit
  /** The tint behind a row that meets one of the view's colours. */
  ground: (row: Row) => string | undefined
  acts: RowActs
}

export function Table(props: Props) {
  const { form, rows, lines, grouping, total, state, selection, selectable, busy, more, onMore, edit } = props
  const widths = useWidths((s) => s.widths[form.key]) ?? NOTHING
  const columns = columnsOf(form, state.columns, widths)
  const template = templateOf(columns)
  const density = usePreferences((p) => p.density)
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    overscan: 12,
  })
  useEffect(() => virtual.measure(), [density, virtual])
  const items = virtual.getVirtualItems()
  const lastSeen = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && lastSeen >= lines.length - 20) onMore()
  }, [lastSeen, lines.length, more, onMore])
  useSeen(grouping, lines, items[0]?.index ?? 0, lastSeen)
  const walk = useWalk(rows, columns, form, edit, selection, (at) => virtual.scrollToIndex(lineOf(lines, at)), scroller)
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
            {items.map((v) => {
              const line = lines[v.index]!
              if (line.kind === 'row')
                return (
                  <TableRow
                    key={line.key}
                    form={form}
                    row={line.row}
                    at={line.at}
                    index={v.index}
                    top={v.start}
                    columns={columns}
                    template={template}
                    edit={edit}
                    selection={selection}
                    selectable={selectable}
                    active={walk.active}
                    ground={props.ground(line.row)}
                    acts={props.acts}
                  />
                )
              const place = { form, columns, template, top: v.start, index: v.index }
              return grouping && <GroupLine key={line.key} line={line} grouping={grouping} {...place} />
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

type RowProps = {
  form: Form
  row: Row
  /** Its place among the rows, and among all lines. */
  at: number
  index: number
  top: number
  columns: Column[]
  template: string
  edit: CellEdit
  selection: Selection
  selectable: boolean
  active: { row: number; col: number }
  ground: string | undefined
  acts: RowActs
}

function TableRow(props: RowProps) {
  const { form, row, at, index, top, columns, template, edit, selection, selectable, active, ground, acts } = props
  const t = useText('list')
  const on = selection.has(row.id)
  const warm = row.heat ? heatColumn(form, columns, row.heat) : ''
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? on : undefined}
      className={[css.row, on ? css.on : ''].join(' ')}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)`, ...grounded(ground) }}
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
          at={{ row: at, col }}
          active={active.row === at && active.col === col}
        />
      ))}
      {acts.keys.length > 0 && <RowButtons row={row} acts={acts} />}
    </div>
  )
}

const grounded = (ground: string | undefined): CSSProperties =>
  ground ? ({ '--ground': ground } as CSSProperties) : {}

type GroupLineProps = {
  form: Form
  line: Exclude<Line, { kind: 'row' }>
  grouping: Grouping
  columns: Column[]
  template: string
  top: number
  index: number
}

/** What is no row: a group's head, its rows on their way, and the button for more of them. */
function GroupLine({ line, grouping, ...place }: GroupLineProps) {
  if (line.kind === 'group') return <GroupHead grouping={grouping} group={line.group} {...place} />
  return (
    <div
      role="row"
      aria-rowindex={place.index + 2}
      className={groupCss.line}
      style={{ transform: `translateY(${place.top}px)` }}
    >
      <span role="gridcell">
        {line.kind === 'more' ? <MoreRows grouping={grouping} group={line.group} left={line.left} /> : <i />}
      </span>
    </div>
  )
}
