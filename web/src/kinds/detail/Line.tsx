// One row that is being filled in; drawn anew only when it changes itself.
import { lazy, memo, Suspense } from 'react'
import { useFormat } from '@/core/format'
import type { Field, Value } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import { FieldCell } from '../FieldCell'
import { FieldEditor } from '../FieldEditor'
import css from '../kinds.module.css'
import { columnsOf, type DetailRow } from './rows'

const RowResult = lazy(() => import('../RowResult'))

type Props = {
  field: Field
  row: DetailRow
  at: number
  disabled: boolean | undefined
  onCell: (at: number, column: Field, value: Value) => void
  onRemove: (at: number) => void
}

export const Line = memo(function Line({ field, row, at, disabled, onCell, onRemove }: Props) {
  const c = useText('common')
  return (
    <tr>
      {columnsOf(field).map((column) => (
        <td
          key={column.key}
          data-cell={`${at}:${column.key}`}
          className={column.tree || column.kind === 'lookup' ? css.worked : undefined}
        >
          {column.kind === 'lookup' ? (
            <FieldCell field={column} value={row[column.key] ?? null} />
          ) : column.tree ? (
            <Suspense>
              <RowResult detail={field} column={column} row={row} />
            </Suspense>
          ) : (
            <Cell column={column} value={valueOf(row, column)} at={at} disabled={disabled} onCell={onCell} />
          )}
        </td>
      ))}
      <td style={{ minWidth: 0 }}>
        <IconButton icon="close" size="small" label={c('remove')} onClick={() => onRemove(at)} disabled={disabled} />
      </td>
    </tr>
  )
})

/** A column of a new row shows what it begins with, as it will be stored. */
const valueOf = (row: DetailRow, column: Field): Value =>
  row[column.key] ?? (row.id === undefined && !(column.key in row) ? (column.default ?? null) : null)

type CellProps = Pick<Props, 'at' | 'disabled' | 'onCell'> & { column: Field; value: Value }

const Cell = memo(function Cell({ column, value, at, disabled, onCell }: CellProps) {
  const f = useFormat()
  return (
    <FieldEditor
      field={column}
      value={value}
      onChange={(v) => onCell(at, column, v)}
      disabled={disabled}
      aria-label={f.words(column.label)}
    />
  )
})
