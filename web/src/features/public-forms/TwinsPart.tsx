// Entries that met a record with the same unique value: looked at, then taken out.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, DateWords } from '@/ui'
import { Part } from './Part'
import { useTwins, type PublicForm, type Twin } from './publicForms'
import css from './PublicForms.module.css'

export function TwinsPart({ form, saved }: { form: Form; saved: PublicForm }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { list, done } = useTwins(saved)
  if (!saved.counts.twins) return null
  return (
    <Part title={t('parts.twins')} note={f.number(saved.counts.twins)} open>
      <p className="t2">{t('twins.why')}</p>
      <ul className={css.rows}>
        {list.data?.items.map((twin) => (
          <li key={twin.id} className={css.twin}>
            <span>
              <DateWords value={twin.at} withTime />{' '}
              {twin.record_id && twin.title ? (
                <Link to={recordRoute(saved.form, twin.record_id)}>{twin.title}</Link>
              ) : (
                <span className="t3">{t('twins.hidden')}</span>
              )}
            </span>
            <Said form={form} twin={twin} />
            <Button size="small" onClick={() => done.mutate(twin.id)}>
              {t('twins.done')}
            </Button>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Said({ form, twin }: { form: Form; twin: Twin }) {
  const f = useFormat()
  return (
    <span className={css.said}>
      {Object.entries(twin.sent).map(([key, value]) => {
        const field = form.fields.find((x) => x.key === key)
        return (
          <span key={key}>
            <span className="t3">{field ? f.words(field.label) : key}</span> {String(value)}
          </span>
        )
      })}
    </span>
  )
}
