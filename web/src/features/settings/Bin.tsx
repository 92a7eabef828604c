// The bin: what was deleted within the last 30 days, and restoring it.
import { useState } from 'react'
import { titleOf } from '@/core/titles'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useLooking } from '@/core/session'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, Select, SkeletonRows } from '@/ui'
import { Rows } from './Rows'
import css from './Settings.module.css'
import { useBin, useRestore, type Deleted } from './settings'

export function Bin() {
  const t = useText('settings')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const [form, setForm] = useState('')
  const bin = useBin(form || null)
  const restore = useRestore()
  const looking = useLooking()
  const rows = bin.data?.pages.flatMap((p) => p.items) ?? []
  const back = (row: Deleted) =>
    restore.mutate(row, {
      onSuccess: () => toast({ text: t('bin.restored', { title: titleOf(row) }) }),
      onError: (e) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') }),
    })
  return (
    <section className={css.part}>
      <div className={css.bar}>
        <span className="t2">{t('bin.why')}</span>
        <Select
          value={form}
          onChange={(v) => setForm(v ?? '')}
          width={160}
          options={[{ value: '', label: t('all') }, ...forms.map((x) => ({ value: x.key, label: f.words(x.label) }))]}
          aria-label={t('bin.form')}
        />
      </div>
      {bin.isPending && <SkeletonRows count={5} />}
      {bin.isError && <ErrorState error={bin.error} retry={() => void bin.refetch()} />}
      {bin.isSuccess && rows.length === 0 && <EmptyState what={t('bin.none')} why={t('bin.noneWhy')} />}
      {rows.length > 0 && (
        <Rows
          rows={rows}
          id={(r) => `${r.form}${r.id}`}
          label={t('bin.title')}
          columns={[
            { key: 'title', label: t('bin.record'), cell: (r) => <b>{titleOf(r)}</b> },
            { key: 'form', label: t('bin.form'), cell: (r) => f.words(forms.find((x) => x.key === r.form)?.label) },
            { key: 'at', label: t('bin.deleted'), cell: (r) => f.moment(r.deleted_at) },
            { key: 'by', label: t('bin.by'), cell: (r) => r.deleted_by?.title ?? '—' },
            {
              key: 'do',
              label: '',
              end: true,
              cell: (r) => (
                <Button size="small" icon="undo" disabled={looking} onClick={() => back(r)}>
                  {t('bin.restore')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {bin.hasNextPage && (
        <Button look="text" onClick={() => void bin.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}
