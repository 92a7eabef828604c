// What a bulk change did: counts, the records it left alone and why, undo.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { loadBatch, undoAndRefresh, type BatchReport } from '@/core/batches'
import { useFormat } from '@/core/format'
import { useForm } from '@/core/forms'
import { recordRoute } from '@/core/routes'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, Chip, ErrorState, SkeletonRows } from '@/ui'
import css from './batch.module.css'

export default function BatchPage() {
  const { id = '' } = useParams()
  const t = useText('list')
  const batch = useQuery({ queryKey: ['batch', id], queryFn: () => loadBatch(Number(id)) })
  return (
    <>
      <PageHead title={t('batch.title')} />
      {batch.isPending && <SkeletonRows count={4} />}
      {batch.error && <ErrorState error={batch.error} retry={() => void batch.refetch()} />}
      {batch.data && <Report report={batch.data} />}
    </>
  )
}

function Report({ report }: { report: BatchReport }) {
  const t = useText('list')
  const f = useFormat()
  const client = useQueryClient()
  const form = useForm(report.form).data
  const [busy, setBusy] = useState(false)
  const undo = async () => {
    setBusy(true)
    await undoAndRefresh(client, report.form, report.id).finally(() => setBusy(false))
    await client.invalidateQueries({ queryKey: ['batch'] })
  }
  const { changed = 0, skipped = 0, failed = 0 } = report.summary
  const refused = (report.results ?? []).filter((r) => !r.ok)
  return (
    <div className={css.body}>
      <p className={css.counts}>
        <Chip tone="accent">{t('batch.changed', { count: changed })}</Chip>
        {skipped > 0 && <Chip>{t('batch.skipped', { count: skipped })}</Chip>}
        {failed > 0 && <Chip tone="heat3">{t('batch.failed', { count: failed })}</Chip>}
        {report.undo.possible && (
          <Button size="small" icon="undo" loading={busy} onClick={() => void undo()}>
            {t('batch.undo')}
          </Button>
        )}
        {form && (
          <Link to={`/f/${form.key}`}>{t('batch.list', { form: f.words(form.plural) || f.words(form.label) })}</Link>
        )}
      </p>
      {report.undo.possible && <p className="caption">{t('batch.undoHint')}</p>}
      <h2 className={css.head}>{refused.length ? t('batch.refused') : t('batch.allWell')}</h2>
      <ul>
        {refused.map((r, at) => (
          <li key={r.id ?? `new-${at}`} className={css.row}>
            {r.id === null ? (
              <b>{t('batch.new')}</b>
            ) : (
              <Link to={recordRoute(r.form ?? report.form, r.id)}>{r.title ?? `#${r.id}`}</Link>
            )}
            <span className="t2">{r.detail}</span>
          </li>
        ))}
      </ul>
      <Alike report={report} />
    </div>
  )
}

/** Records that may be there already by a key of the form that warns; a batch says it here, all at once. */
function Alike({ report }: { report: BatchReport }) {
  const t = useText('list')
  const f = useFormat()
  const twins = report.twins ?? []
  if (twins.length === 0) return null
  return (
    <>
      <h2 className={css.head}>{t('batch.alike', { count: report.summary.alike ?? twins.length })}</h2>
      <ul aria-label={t('batch.alikeList')}>
        {twins.map((each) => (
          <li key={each.id} className={css.row}>
            <Link to={recordRoute(each.form, each.id)}>{each.title ?? `#${each.id}`}</Link>
            <span className="t2">
              {t('batch.sameAs', { key: f.words(each.label) })}{' '}
              {each.twin.id === null ? (
                t('batch.unseen')
              ) : (
                <Link to={recordRoute(each.twin.form, each.twin.id)}>{each.twin.title}</Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
