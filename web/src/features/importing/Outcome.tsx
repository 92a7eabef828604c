// What a figure of the result counts, row by row: the record it became, where it stands in the file, and why.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, ErrorState, SkeletonRows } from '@/ui'
import css from './Importing.module.css'
import { PEOPLE, useResults, type Figure, type Import, type ResultLine } from './imports'

export function Outcome({ run, outcome }: { run: Import; outcome: Figure }) {
  const t = useText('importing')
  const f = useFormat()
  const pages = useResults(run.id, outcome)
  if (pages.isLoadingError) return <ErrorState error={pages.error} retry={() => void pages.refetch()} />
  if (!pages.data) return <SkeletonRows count={6} />
  const lines = pages.data.pages.flatMap((page) => page.items)
  const total = pages.data.pages[0]?.total ?? 0
  return (
    <div className={css.outcome}>
      <p className={css.where}>
        <Link to={`/imports/${run.id}`}>{t('backToResult')}</Link>
      </p>
      <h2>
        {t(`result.${outcome}`)} {f.number(total)}
      </h2>
      <ul className={css.lines}>
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('moreLines')}
        </Button>
      )}
    </div>
  )
}

/** People and departments have no page of their own. */
const hasPage = (form: string): boolean => form !== PEOPLE && form !== 'department'

function Line({ line }: { line: ResultLine }) {
  const t = useText('importing')
  const f = useFormat()
  const record = line.record
  const where = [
    line.sheet && line.row ? t('at', { sheet: line.sheet, row: line.row }) : '',
    line.column ?? '',
    record && line.raw === record.title ? '' : (line.raw ?? ''),
  ]
  return (
    <li>
      {record && hasPage(record.form) ? (
        <Link to={recordRoute(record.form, record.id)}>{record.title}</Link>
      ) : (
        record && <b>{record.title}</b>
      )}
      <span className="t2">{where.filter(Boolean).join(' · ')}</span>
      {line.text && <span className="t2">{line.text}</span>}
      {line.rows > 1 && !line.text && <span className="caption">{t('rows', { count: f.number(line.rows) })}</span>}
    </li>
  )
}
