// The records of a group side by side: first what makes them the same, then what differs; on a phone one below the other.
import { Link } from 'react-router'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { titleOf } from '@/core/titles'
import type { Field, Form, Id, Row } from '@/core/types'
import { differing } from '@/features/merging/choosing'
import { useText } from '@/i18n'
import { FieldCell, isEmpty } from '@/kinds'
import { Checkbox, DateWords } from '@/ui'
import css from './Duplicates.module.css'
import type { Group } from './duplicates'

const MOST_LINES = 7

type Props = { form: Form; group: Group; left: ReadonlySet<Id>; onToggle: ((id: Id) => void) | undefined }

export function SideBySide({ form, group, left, onToggle }: Props) {
  const t = useText('duplicates')
  const f = useFormat()
  const lines = linesOf(form, group)
  return (
    <div className={css.sides} role="list" aria-label={t('sides')}>
      {group.records.map((row) => (
        <div key={row.id} className={[css.side, left.has(row.id) ? css.out : ''].join(' ')} role="listitem">
          <div className={css.name}>
            {onToggle && (
              <Checkbox
                checked={!left.has(row.id)}
                onChange={() => onToggle(row.id)}
                aria-label={t('take', { title: titleOf(row) })}
              />
            )}
            <Link to={recordRoute(form.key, row.id)}>{titleOf(row)}</Link>
          </div>
          <dl>
            {lines.map((field) => (
              <div key={field.key}>
                <dt>{f.words(field.label)}</dt>
                <dd>
                  {isEmpty(row[field.key]) ? (
                    <span className="t3">—</span>
                  ) : (
                    <FieldCell form={form} row={row} field={field} value={row[field.key]} />
                  )}
                </dd>
              </div>
            ))}
            <Moments row={row} />
          </dl>
        </div>
      ))}
    </div>
  )
}

function Moments({ row }: { row: Row }) {
  const t = useText('duplicates')
  const since = row.created_at ? String(row.created_at) : null
  const last = row.last_activity_at ? String(row.last_activity_at) : null
  return (
    <>
      {since && (
        <div>
          <dt>{t('since')}</dt>
          <dd>
            <DateWords value={since} />
          </dd>
        </div>
      )}
      {'last_activity_at' in row && (
        <div>
          <dt>{t('lastFollow')}</dt>
          <dd>{last ? <DateWords value={last} ago /> : t('noFollow')}</dd>
        </div>
      )}
    </>
  )
}

/** The fields compared, then those that differ, the owner among them; the title stands above already. */
function linesOf(form: Form, group: Group): Field[] {
  const compared = group.reasons.flatMap((reason) => reason.fields)
  const differ = differing(form, group.records).map((field) => field.key)
  const keys = [...new Set([...compared, 'owner', ...differ])].filter((key) => key !== form.title)
  return keys
    .map((key) => fieldOf(form, key))
    .filter((field): field is Field => field !== undefined && group.records.some((row) => !isEmpty(row[field.key])))
    .slice(0, MOST_LINES)
}
