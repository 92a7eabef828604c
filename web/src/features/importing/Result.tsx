// Step four: what was made, what was left and why, the workbook of refusals, and undo.
import { Link } from 'react-router'
import { fieldOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { apiUrl } from '@/core/http'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, ErrorState } from '@/ui'
import css from './Importing.module.css'
import { useAct, type Import, type ImportResult } from './imports'

const FIGURES = [
  'created',
  'updated',
  'unchanged',
  'skipped',
  'twins',
  'conflicts',
  'links_created',
  'people_created',
  'choices_created',
  'owners_unknown',
  'cells_refused',
  'rows_refused',
] as const

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
              ? t('finished', { form: f.words(form?.label ?? run.proposal?.form?.label) })
              : run.status === 'cancelled'
                ? t('cancelled')
                : t('failedTitle')}
      </h2>
      {run.status === 'failed' && run.error?.detail && <p role="alert">{run.error.detail}</p>}
      {r && !undone && <Figures result={r} />}
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

function Figures({ result }: { result: ImportResult }) {
  const t = useText('importing')
  const f = useFormat()
  return (
    <dl className={css.figures}>
      {FIGURES.filter((k) => k === 'created' || (result[k] ?? 0) > 0).map((k) => (
        <div key={k}>
          <dt className="caption">{t(`result.${k}`)}</dt>
          <dd>{f.number(result[k] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  )
}
