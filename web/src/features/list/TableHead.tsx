// Column heads: click sorts, the right edge resizes.
import type { PointerEvent as ReactPointerEvent } from 'react'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Icon } from '@/ui'
import { useWidths, type Column } from './columns'
import type { Selection } from './selection'
import { cycled, isDown, keyOf } from './SortPanel'
import css from './Table.module.css'

type Props = {
  form: Form
  columns: Column[]
  template: string
  sort: string[]
  onSort: (sort: string[]) => void
  selection: Selection
  loaded: number
  selectable: boolean
}

export function TableHead({ form, columns, template, sort, onSort, selection, loaded, selectable }: Props) {
  const t = useText('list')
  const some = selection.count > 0
  return (
    <div role="row" className={css.head} style={{ gridTemplateColumns: template }} aria-rowindex={1}>
      <div role="columnheader" className={css.select}>
        {selectable && (
          <Checkbox
            checked={some && (selection.all || selection.count >= loaded)}
            indeterminate={some && !selection.all && selection.count < loaded}
            onChange={(on) => selection.toggleLoaded(on)}
            aria-label={t('selectAll')}
          />
        )}
      </div>
      {columns.map((c) => (
        <HeadCell key={c.field.key} form={form} column={c} sort={sort} onSort={onSort} />
      ))}
      <div role="presentation" />
    </div>
  )
}

function HeadCell({
  form,
  column,
  sort,
  onSort,
}: {
  form: Form
  column: Column
  sort: string[]
  onSort: (sort: string[]) => void
}) {
  const t = useText('list')
  const f = useFormat()
  const { field } = column
  const name = f.words(field.label)
  const mine = sort.find((s) => keyOf(s) === field.key)
  const arrow = mine && <Icon name={isDown(mine) ? 'arrow-down' : 'arrow-up'} size={12} />
  return (
    <div
      role="columnheader"
      className={[css.headCell, column.right ? css.right : ''].join(' ')}
      aria-sort={mine ? (isDown(mine) ? 'descending' : 'ascending') : undefined}
    >
      {field.sortable === false ? (
        <span className="ellipsis">{name}</span>
      ) : (
        <button
          type="button"
          className={`plain-button ${css.sorter}`}
          onClick={() => onSort(cycled(sort, field.key))}
          title={t('sortBy', { field: name })}
        >
          {column.right && arrow}
          <span className="ellipsis">{name}</span>
          {!column.right && arrow}
        </button>
      )}
      <Resizer form={form} column={column} />
    </div>
  )
}

function Resizer({ form, column }: { form: Form; column: Column }) {
  const t = useText('list')
  const f = useFormat()
  const put = (px: number) => useWidths.getState().setWidth(form.key, column.field.key, px)
  const down = (e: ReactPointerEvent<HTMLSpanElement>) => {
    const start = e.clientX
    const { width } = column
    const handle: HTMLElement = e.currentTarget
    const ended = new AbortController()
    handle.setPointerCapture(e.pointerId)
    handle.addEventListener('pointermove', (m) => put(width + m.clientX - start), { signal: ended.signal })
    for (const end of ['pointerup', 'pointercancel'])
      handle.addEventListener(end, () => ended.abort(), { signal: ended.signal })
  }
  return (
    <span
      className={css.resizer}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('columns.width', { field: f.words(column.field.label) })}
      aria-valuenow={column.width}
      tabIndex={-1}
      onPointerDown={down}
      onKeyDown={(e) => {
        if (e.key === 'ArrowLeft') put(column.width - 16)
        if (e.key === 'ArrowRight') put(column.width + 16)
      }}
    />
  )
}
