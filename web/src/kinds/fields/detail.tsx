// A table inside the record: rows that belong to it alone.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Lines } from '../detail/Lines'
import { columnsOf, isBlank, rowsOf, typed } from '../detail/rows'
import { FieldCell } from '../FieldCell'
import type { CellProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { kindOf } from '../registry'
import { Empty } from '../RefCell'
import { toWrite as writeAll } from '../write'

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

const detail: FieldKind = {
  key: 'detail',
  icon: 'table',
  Cell,
  Editor: Lines,
  width: 120,
  block: true,
  toWrite: (value, field) =>
    rowsOf(value)
      .filter((r) => !isBlank(r))
      .map((r) => (r._delete ? { id: r.id, _delete: true } : writeAll(columnsOf(field), typed(field, r)))),
}
export default detail
