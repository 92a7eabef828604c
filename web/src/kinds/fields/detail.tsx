// A table inside the record: rows that belong to it alone.
import { lazy, Suspense, useRef } from 'react'
import { useFormat } from '@/core/format'
import { fetchFill } from '@/core/linked'
import { isRef } from '@/core/search'
import type { Field, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button, IconButton } from '@/ui'
import { FieldCell } from '../FieldCell'
import { FieldEditor } from '../FieldEditor'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { kindOf } from '../registry'
import { Empty } from '../RefCell'
import { isEmpty, toWrite as writeAll } from '../write'

const RowResult = lazy(() => import('../RowResult'))

type DetailRow = { id?: number; _delete?: boolean; [key: string]: Value }

const rowsOf = (value: Value): DetailRow[] => (Array.isArray(value) ? (value as DetailRow[]) : [])
const columnsOf = (field: Field): Field[] => field.fields ?? []

function Cell({ value, field }: CellProps) {
  const t = useText('fields')
  const f = useFormat()
  const rows = rowsOf(value)
  if (rows.length === 0) return <Empty />
  return (
    <div className={css.scroll} title={t('rows', { count: rows.length })}>
      <table className={css.detail}>
        <thead>
          <tr>
            {columnsOf(field).map((c) => (
              <th key={c.key} className={kindOf(c.kind).align && css.right}>
                {f.words(c.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.id ?? -i}>
              {columnsOf(field).map((c) => (
                <td key={c.key} className={kindOf(c.kind).align && css.right}>
                  <FieldCell field={c} value={row[c.key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Removed rows that the server knows stay in the value, marked `_delete`, so that saving removes them. */
function Editor({ value, onChange, field, form, disabled }: EditorProps) {
  const t = useText('fields')
  const c = useText('common')
  const f = useFormat()
  const rows = rowsOf(value)
  const latest = useRef(rows)
  latest.current = rows
  const put = (i: number, change: DetailRow) =>
    onChange(latest.current.map((r, j) => (j === i ? { ...r, ...change } : r)))
  const change = (i: number, col: Field, v: Value) => {
    put(i, { [col.key]: v })
    if (form && col.options?.fill?.length && isRef(v)) void bring(form.key, i, col, v.id)
  }
  const bring = async (of: string, i: number, col: Field, id: number) => {
    const brought = await fetchFill(of, `${field.key}.${col.key}`, id)
    const row = latest.current[i]
    if (!row || !isRef(row[col.key]) || (row[col.key] as { id: number }).id !== id) return
    const kept = col.options?.overwrite === 'empty'
    put(
      i,
      Object.fromEntries(Object.entries(brought).filter(([key, v]) => !isEmpty(v) && !(kept && !isEmpty(row[key])))),
    )
  }
  const remove = (i: number) =>
    onChange(rows[i]?.id ? rows.map((r, j) => (j === i ? { ...r, _delete: true } : r)) : rows.filter((_, j) => j !== i))
  return (
    <div className={css.lines}>
      <div className={css.scroll}>
        <table className={css.detail}>
          <thead>
            <tr>
              {columnsOf(field).map((col) => (
                <th key={col.key}>{f.words(col.label)}</th>
              ))}
              <th aria-label={c('remove')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) =>
              row._delete ? null : (
                <tr key={row.id ?? `new${i}`}>
                  {columnsOf(field).map((col) => (
                    <td key={col.key} className={col.tree && css.worked}>
                      {col.tree ? (
                        <Suspense>
                          <RowResult detail={field} column={col} row={row} />
                        </Suspense>
                      ) : (
                        <FieldEditor
                          field={col}
                          value={row[col.key] ?? null}
                          onChange={(v) => change(i, col, v)}
                          disabled={disabled}
                          aria-label={f.words(col.label)}
                        />
                      )}
                    </td>
                  ))}
                  <td style={{ minWidth: 0 }}>
                    <IconButton
                      icon="close"
                      size="small"
                      label={c('remove')}
                      onClick={() => remove(i)}
                      disabled={disabled}
                    />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      <span>
        <Button size="small" look="text" icon="plus" disabled={disabled} onClick={() => onChange([...rows, {}])}>
          {t('addRow')}
        </Button>
      </span>
    </div>
  )
}

/** A row without what is worked out. */
const typed = (field: Field, row: DetailRow): DetailRow => {
  const computed = new Set(columnsOf(field).flatMap((c) => (c.tree ? [c.key] : [])))
  return Object.fromEntries(Object.entries(row).filter(([key]) => !computed.has(key)))
}

const isBlank = (row: DetailRow): boolean => Object.values(row).every((v) => v === null || v === undefined || v === '')

const detail: FieldKind = {
  key: 'detail',
  icon: 'table',
  Cell,
  Editor,
  width: 120,
  block: true,
  toWrite: (value, field) =>
    rowsOf(value)
      .filter((r) => !isBlank(r))
      .map((r) => (r._delete ? { id: r.id, _delete: true } : writeAll(columnsOf(field), typed(field, r)))),
}
export default detail
