// The forms of the workspace, in the settings: design one, make one, bring a deleted one back.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Button, ErrorState, Icon, isIconName } from '@/ui'
import { useDeletedForms, useRestoreForm, useStartedForms } from '../api'
import css from './Forms.module.css'
import { NewForm } from './NewForm'

export function FormsPart() {
  const t = useText('designer')
  const f = useFormat()
  const forms = useForms()
  const [making, setMaking] = useState(false)
  return (
    <section className={settings.part}>
      <div className={settings.bar}>
        <p className="t2">{t('formsWhy')}</p>
        <Button look="primary" icon="plus" onClick={() => setMaking(true)}>
          {t('newForm')}
        </Button>
      </div>
      {forms.isError && <ErrorState error={forms.error} retry={() => void forms.refetch()} />}
      <ul className={css.forms}>
        {forms.data?.items.map((form) => (
          <li key={form.key}>
            <Link to={`/design/${form.key}`} className={css.form}>
              <Icon name={isIconName(form.icon) ? form.icon : 'file'} />
              <b className="ellipsis">{f.words(form.label)}</b>
              <span className="caption">{form.key}</span>
              <span className={css.end}>
                <span className="caption">{t('fieldsCount', { count: form.fields.length })}</span>
                <span className="caption">v{form.version}</span>
                <Icon name="right" size={14} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <StartedForms />
      <DeletedForms />
      <NewForm open={making} onClose={() => setMaking(false)} />
    </section>
  )
}

function StartedForms() {
  const t = useText('designer')
  const f = useFormat()
  const started = useStartedForms()
  if (!started.data?.length) return null
  return (
    <section className={settings.block}>
      <h2>{t('startedForms')}</h2>
      <ul className={css.forms}>
        {started.data.map((form) => (
          <li key={form.form}>
            <Link to={`/design/${form.form}`} className={css.form}>
              <Icon name="pencil" />
              <b className="ellipsis">{f.words(form.label) || form.form}</b>
              <span className="caption">{form.form}</span>
              <span className={css.end}>
                {form.changed_at && <span className="caption">{f.moment(form.changed_at)}</span>}
                <Icon name="right" size={14} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function DeletedForms() {
  const t = useText('designer')
  const f = useFormat()
  const deleted = useDeletedForms()
  const restore = useRestoreForm()
  if (!deleted.data?.length) return null
  return (
    <section className={settings.block}>
      <h2>{t('deletedForms')}</h2>
      <ul className={css.forms}>
        {deleted.data.map((form) => (
          <li key={form.form} className={css.form}>
            <b className="ellipsis">{f.words(form.label) || form.form}</b>
            <span className="caption">{t('keptUntil', { date: f.date(form.until) })}</span>
            <span className={css.end}>
              <Button
                size="small"
                icon="undo"
                loading={restore.isPending && restore.variables === form.form}
                onClick={() =>
                  restore.mutate(form.form, {
                    onError: (e) => toast({ text: isProblem(e) ? e.message : t('notKept') }),
                  })
                }
              >
                {t('restore')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
