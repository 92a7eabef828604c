// The table of a record's own rows while it is filled in: add, remove, paste from a spreadsheet.
import { useCallback, useLayoutEffect, useRef, type ClipboardEvent } from 'react'
import { useFormat } from '@/core/format'
import { fetchFill } from '@/core/linked'
import { isRef } from '@/core/search'
import { toast } from '@/core/toasts'
import type { Field, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import type { EditorProps } from '../kind'
import css from '../kinds.module.css'
import { isEmpty } from '../write'
import { Line } from './Line'
import { cellsOf, pasted } from './paste'
import { columnsOf, lookupsBy, rowsOf, type DetailRow } from './rows'

export function Lines({ value, onChange, field, form, disabled }: EditorProps) {
  const t = useText('fields')
  const c = useText('common')
  const f = useFormat()
  const rows = rowsOf(value)
  const latest = useRef({ rows, onChange })
  useLayoutEffect(() => {
    latest.current = { rows, onChange }
  }, [rows, onChange])
  const set = useCallback((next: (rows: DetailRow[]) => DetailRow[]) => {
    const { onChange: tell, rows: now } = latest.current
    latest.current = { onChange: tell, rows: next(now) } // two changes of one moment both count
    tell(latest.current.rows)
  }, [])
  const put = useCallback(
    (at: number, change: DetailRow) => set((now) => now.map((r, i) => (i === at ? { ...r, ...change } : r))),
    [set],
  )
  const bring = useBringing(field, form?.key, (at) => latest.current.rows[at], put)
  const onCell = useCallback(
    (at: number, column: Field, v: Value) => {
      const gone = lookupsBy(field, column.key).map((each) => [each.key, null] as const)
      put(at, { ...Object.fromEntries(gone), [column.key]: v })
      bring(at, column, v)
    },
    [field, put, bring],
  )
  const onRemove = useCallback(
    (at: number) =>
      set((now) =>
        now[at]?.id ? now.map((r, i) => (i === at ? { ...r, _delete: true } : r)) : now.filter((_, i) => i !== at),
      ),
    [set],
  )
  const onPaste = (e: ClipboardEvent) => {
    const place = (e.target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset['cell']
    const cells = cellsOf(e.clipboardData.getData('text/plain'))
    if (!place || !cells || disabled) return
    e.preventDefault()
    const [at = '0', from = ''] = place.split(':')
    const { rows: next, unread } = pasted(field, latest.current.rows, cells, Number(at), from)
    onChange(next)
    if (unread) toast({ text: t('unread', { count: unread }) })
  }
  return (
    <div className={css.lines}>
      <div className={css.scroll} onPaste={onPaste}>
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
                <Line
                  key={row.id ?? `new${i}`}
                  field={field}
                  row={row}
                  at={i}
                  disabled={disabled}
                  onCell={onCell}
                  onRemove={onRemove}
                />
              ),
            )}
          </tbody>
        </table>
      </div>
      <span className={css.linesFoot}>
        <Button size="small" look="text" icon="plus" disabled={disabled} onClick={() => onChange([...rows, {}])}>
          {t('addRow')}
        </Button>
        <span className="caption">{t('pasteHint')}</span>
      </span>
    </div>
  )
}

/** A pick in a row brings the fields along that its column names, and what the row's lookups show of it. */
function useBringing(
  field: Field,
  form: string | undefined,
  rowAt: (at: number) => DetailRow | undefined,
  put: (at: number, change: DetailRow) => void,
): (at: number, column: Field, value: Value) => void {
  const look = useRef(rowAt)
  useLayoutEffect(() => {
    look.current = rowAt
  }, [rowAt])
  return useCallback(
    (at, column, value) => {
      const shown = new Set(lookupsBy(field, column.key).map((each) => each.key))
      if (!form || (!column.options?.fill?.length && shown.size === 0) || !isRef(value)) return
      void fetchFill(form, `${field.key}.${column.key}`, value.id).then((brought) => {
        const row = look.current(at)
        const picked = row?.[column.key]
        if (!row || !isRef(picked ?? null) || (picked as { id: number }).id !== value.id) return
        const kept = column.options?.overwrite === 'empty'
        const wanted = ([key, v]: [string, Value]) => shown.has(key) || (!isEmpty(v) && !(kept && !isEmpty(row[key])))
        put(at, Object.fromEntries(Object.entries(brought).filter(wanted)))
      })
    },
    [field, form, put],
  )
}
