// Before a role is changed: who gains and loses what, in counts and samples; then publishing.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Drawer, ErrorState, FieldError, SkeletonRows } from '@/ui'
import { useBench } from './bench'
import { PreviewLine } from './PreviewLine'
import css from './Roles.module.css'
import { usePreview, usePutRole, type Preview, type PreviewField } from './roles'
import { useFormNames } from './scopeWords'

export function PreviewDrawer({ onClose, onReload }: { onClose: () => void; onReload: () => void }) {
  const t = useText('roles')
  const bench = useBench()
  const { role, now, definition } = bench
  const preview = usePreview(role.key, definition)
  const keep = usePutRole()
  const problem = isProblem(keep.error) ? keep.error : null
  const stale = problem?.code === 'role.changed'
  const publish = () =>
    keep.mutate({ key: role.key, label: now.label, definition, version: role.version }, { onSuccess: onReload })
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={t('previewTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('backToChange')}</Button>
          {stale ? (
            <Button look="primary" onClick={onReload}>
              {t('loadAnew')}
            </Button>
          ) : (
            <Button look="primary" onClick={publish} loading={keep.isPending} disabled={!preview.isSuccess}>
              {t('publish')}
            </Button>
          )}
        </>
      }
    >
      {problem && <FieldError>{problem.errors[0]?.detail ?? problem.message}</FieldError>}
      {stale && <p className="t2">{t('staleWhy')}</p>}
      {preview.isPending && <SkeletonRows count={6} />}
      {preview.isError && <ErrorState error={preview.error} retry={() => void preview.refetch()} compact />}
      {preview.data && <Told preview={preview.data} />}
    </Drawer>
  )
}

function Told({ preview }: { preview: Preview }) {
  const t = useText('roles')
  const { rows, fields, admin, people } = preview
  const same = rows.length === 0 && fields.length === 0 && !admin.gained && !admin.lost
  return (
    <div className={css.preview}>
      <p className={css.previewSum}>{people === 0 ? t('nobodyConcerned') : t('concerned', { count: people })}</p>
      {admin.gained && <p className={css.note}>{t('adminGained')}</p>}
      {admin.lost && <p className={css.note}>{t('adminLost')}</p>}
      {same && people > 0 && <p className="t2">{t('noDifference')}</p>}
      {rows.length > 0 && (
        <ul className={css.previewRows}>
          {rows.map((row) => (
            <PreviewLine key={`${row.form}.${row.action}`} row={row} />
          ))}
        </ul>
      )}
      {fields.length > 0 && <FieldChanges fields={fields} />}
      {preview.judged < people && (
        <p className={css.note}>{t('previewJudged', { judged: preview.judged, count: people })}</p>
      )}
      {preview.more && <p className="caption">{t('previewMore', { count: preview.counted })}</p>}
      <p className="caption">{t('previewRule')}</p>
    </div>
  )
}

function FieldChanges({ fields }: { fields: PreviewField[] }) {
  const t = useText('roles')
  const f = useFormat()
  const named = useFormNames()
  return (
    <section>
      <h3>{t('fields')}</h3>
      <ul className={css.previewRows}>
        {fields.map((field) => (
          <li key={`${field.form}.${field.field}.${field.from}.${field.to}`} className={css.previewField}>
            <span className="ellipsis">
              {named(field.form)} · {f.words(field.label) || field.field}
            </span>
            <span>{t('fromTo', { from: t(`level.${field.from}`), to: t(`level.${field.to}`) })}</span>
            <span className="caption">{t('forPeople', { count: field.people })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
