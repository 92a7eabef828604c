// What was imported, and which backups there are.
import { Link } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useImports } from '@/features/importing/imports'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { Rows } from './Rows'
import css from './Settings.module.css'
import { useBackUp, useBackups } from './settings'

export function Imports() {
  const t = useText('settings')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const imports = useImports()
  if (imports.isPending) return <SkeletonRows count={4} />
  if (imports.isLoadingError) return <ErrorState error={imports.error} retry={() => void imports.refetch()} />
  if (imports.data.items.length === 0)
    return (
      <EmptyState
        what={t('imports.none')}
        why={t('imports.noneWhy')}
        action={
          <Link to="/imports/new">
            <Button look="primary" icon="import">
              {t('imports.start')}
            </Button>
          </Link>
        }
      />
    )
  return (
    <section className={css.part}>
      <Rows
        rows={imports.data.items}
        id={(r) => String(r.id)}
        label={t('imports.title')}
        columns={[
          { key: 'file', label: t('imports.file'), cell: (r) => <Link to={`/imports/${r.id}`}>{r.file_name}</Link> },
          { key: 'form', label: t('bin.form'), cell: (r) => f.words(forms.find((x) => x.key === r.form)?.label) },
          {
            key: 'state',
            label: t('imports.state'),
            cell: (r) => <Chip>{t(`imports.states.${r.undo?.done ? 'undone' : r.status}`)}</Chip>,
          },
          {
            key: 'created',
            label: t('imports.created'),
            end: true,
            cell: (r) => (r.result ? f.number(r.result.created) : '—'),
          },
          { key: 'at', label: t('imports.at'), cell: (r) => f.moment(r.created_at) },
        ]}
      />
    </section>
  )
}

export function Backups() {
  const t = useText('settings')
  const f = useFormat()
  const backups = useBackups()
  const make = useBackUp()
  const now = () =>
    make.mutate(undefined, {
      onSuccess: () => toast({ text: t('backups.started') }),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  return (
    <section className={css.part}>
      <div className={css.bar}>
        <span className="t2">{t('backups.why')}</span>
        <Button icon="copy" onClick={now} loading={make.isPending}>
          {t('backups.now')}
        </Button>
      </div>
      {backups.isPending && <SkeletonRows count={3} />}
      {backups.isError && <ErrorState error={backups.error} retry={() => void backups.refetch()} />}
      {backups.data?.items.length === 0 && <EmptyState what={t('backups.none')} why={t('backups.noneWhy')} />}
      {backups.data && backups.data.items.length > 0 && (
        <Rows
          rows={backups.data.items}
          id={(b) => b.name}
          label={t('backups.title')}
          columns={[
            { key: 'at', label: t('backups.at'), cell: (b) => f.moment(b.at) },
            { key: 'name', label: t('backups.file'), cell: (b) => b.name },
            {
              key: 'checked',
              label: t('backups.checked'),
              cell: (b) =>
                b.checked === null ? (
                  '—'
                ) : b.checked ? (
                  <Chip tone="won">{t('backups.good')}</Chip>
                ) : (
                  <Chip tone="heat3">{t('backups.bad')}</Chip>
                ),
            },
            { key: 'size', label: t('backups.size'), end: true, cell: (b) => f.bytes(b.size) },
          ]}
        />
      )}
    </section>
  )
}
