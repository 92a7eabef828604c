// A plain table of the settings pages that turns into cards on a phone.
import type { ReactNode } from 'react'
import { usePhone } from '@/core/media'
import css from './Settings.module.css'

export type Col<T> = { key: string; label: string; cell: (row: T) => ReactNode; end?: boolean }

export function Rows<T>({
  rows,
  columns,
  id,
  label,
  onOpen,
}: {
  rows: T[]
  columns: Col<T>[]
  id: (row: T) => string
  label: string
  /** A click anywhere on the row; its first cell holds a button that does the same. */
  onOpen?: (row: T) => void
}) {
  const phone = usePhone()
  if (phone)
    return (
      <ul className={css.cards} aria-label={label}>
        {rows.map((row) => (
          <li key={id(row)} {...(onOpen ? { onClick: () => onOpen(row) } : {})}>
            {columns.map((c, i) => (
              <div key={c.key} className={i === 0 ? css.first : css.more}>
                {i > 0 && c.label && <span className="caption">{c.label} </span>}
                {c.cell(row)}
              </div>
            ))}
          </li>
        ))}
      </ul>
    )
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((c) => (
            <th key={c.key} className={c.end ? css.end : undefined}>
              {c.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={id(row)} {...(onOpen ? { onClick: () => onOpen(row) } : {})}>
            {columns.map((c) => (
              <td key={c.key} className={c.end ? css.end : undefined}>
                {c.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
