// Step four: what was made, what was left and why, the workbook of refusals, and undo.
import { Link } from 'react-router'
import { fieldOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { apiUrl } from '@/core/http'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, ErrorState } from '@/ui'
import css from './Importing.module.css'
import { FIGURES, PEOPLE, useAct, type Figure, type Import } from './imports'

export function Result({ run }: { run: Import }) {
  const t = useText('importing')
  const f = useFormat()
  const form = useForm(run.form).data
  const act = useAct(run.id)
  const r = run.result
  const undo = run.undo
  const undone = undo?.done
  const canUndo = r && undo?.possible
  const refused = r ? r.cells_refused + r.rows_refused + r.conflicts + r.twins + (r.owners_unknown ?? 0) : 0
  const stopped = run.status === 'cancelled' || run.status === 'failed'
  return (
    <div className={css.middle}>
      <h2>
        {undone
          ? t('undone')
          : undo?.running
            ? t('undoing')
            : run.status === 'done'
              ? t('finished', {
                  form: run.form === PEOPLE ? t('people') : f.words(form?.label ?? run.proposal?.form?.label),
                })
              : run.status === 'cancelled'
                ? t('cancelled')
                : t('failedTitle')}
      </h2>
      {run.status === 'failed' && run.error?.detail && <p role="alert">{run.error.detail}</p>}
      {r && !undone && <Figures run={run} />}
      {form &&
        r &&
        !undone &&
        Object.entries(r.sums).map(([key, sum]) => (
          <p key={key} className="t2">
            {t('sumOf', { field: f.words(fieldOf(form, key)?.label), sum: f.money(sum) })}
          </p>
        ))}
      <div className={css.acts}>
        {form && (
          <Link
            to={
              r?.batch && !undone
                ? listRoute(run.form, { field: 'batch_id', op: 'eq', value: r.batch })
                : `/f/${run.form}`
            }
          >
            <Button look={undone ? 'plain' : 'primary'}>
              {undone ? t('seeForm', { form: f.words(form?.label) }) : t('seeRecords')}
            </Button>
          </Link>
        )}
        {stopped && <Button onClick={() => act.mutate('resume')}>{t('resume')}</Button>}
        {refused > 0 && (
          <Button icon="export" href={apiUrl(`/imports/${run.id}/refusals.xlsx`)}>
            {t('refusals', { count: refused })}
          </Button>
        )}
        {canUndo && !undone && (
          <Button icon="undo" loading={act.isPending} onClick={() => act.mutate('undo')} data-testid="undo-import">
            {t('undo')}
          </Button>
        )}
      </div>
      {canUndo && !undone && <p className="caption">{t('undoHint')}</p>}
      {undone && undo?.result && (
        <p className="t2">
          {t('takenBack', { count: undo.result.restored })}
          {undo.result.options_retired > 0 && t('retired', { count: undo.result.options_retired })}
          {undo.result.options_in_use > 0 && t('optionsKept', { count: undo.result.options_in_use })}
        </p>
      )}
      {undone && <p className="t2">{t('undoneHint')}</p>}
      {undone && undo?.batch && (undo.result?.left ?? 0) > 0 && (
        <Link to={`/batches/${undo.batch}`}>{t('leftAsIs', { count: undo.result!.left })}</Link>
      )}
      {act.isError && <ErrorState error={act.error} compact />}
    </div>
  )
}

/** Every figure opens what it counts: new records as a list, the rest row by row. */
function Figures({ run }: { run: Import }) {
  const t = useText('importing')
  const f = useFormat()
  const r = run.result
  if (!r) return null
  const to = (k: Figure): string =>
    k === 'created' && run.form !== PEOPLE && r.batch
      ? listRoute(run.form, { field: 'batch_id', op: 'eq', value: r.batch })
      : `/imports/${run.id}/results/${k}`
  return (
    <dl className={css.figures}>
      {FIGURES.filter((k) => k === 'created' || (r[k] ?? 0) > 0).map((k) => (
        <div key={k}>
          <dt className="caption">{t(`result.${k}`)}</dt>
          <dd>{r[k] ? <Link to={to(k)}>{f.number(r[k])}</Link> : f.number(0)}</dd>
        </div>
      ))}
    </dl>
  )
}
