// Dashboards and buttons that the role does not have; whoever has another role that leaves them open has them.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useDashboards } from '@/features/dashboard/dashboard'
import { buttonsOf } from '@/features/list/buttons'
import { useText } from '@/i18n'
import { Checkbox } from '@/ui'
import css from './Roles.module.css'
import type { Closed } from './types'

type Props = { value: Closed; onChange: (closed: Closed) => void }

const toggled = (keys: string[] | undefined, key: string, open: boolean): string[] =>
  open ? (keys ?? []).filter((each) => each !== key) : [...new Set([...(keys ?? []), key])]

/** What closes nothing is not said. */
function told({ dashboards = [], buttons = {} }: Closed): Closed {
  return { ...(dashboards.length ? { dashboards } : {}), ...(Object.keys(buttons).length ? { buttons } : {}) }
}

export function ClosedPart({ value, onChange: tell }: Props) {
  const onChange = (closed: Closed) => tell(told(closed))
  const t = useText('roles')
  const f = useFormat()
  const boards = useDashboards().data?.items ?? []
  const forms = (useForms().data?.items ?? []).filter((form) => buttonsOf(form).length > 0)
  const press = (form: Form, key: string, open: boolean) => {
    const keys = toggled(value.buttons?.[form.key], key, open)
    const { [form.key]: _now, ...others } = value.buttons ?? {}
    onChange({ ...value, buttons: keys.length ? { ...others, [form.key]: keys } : others })
  }
  return (
    <section>
      <h3>{t('closed')}</h3>
      <p className="caption">{t('closedRule')}</p>
      <div className={css.closed}>
        {boards.map((board) => (
          <Checkbox
            key={board.key}
            checked={!value.dashboards?.includes(board.key)}
            onChange={(open) => onChange({ ...value, dashboards: toggled(value.dashboards, board.key, open) })}
          >
            {t('dashboard', { name: f.words(board.label) })}
          </Checkbox>
        ))}
        {forms.flatMap((form) =>
          buttonsOf(form).map((button) => (
            <Checkbox
              key={`${form.key}.${button.key}`}
              checked={!value.buttons?.[form.key]?.includes(button.key)}
              onChange={(open) => press(form, button.key, open)}
            >
              {t('button', { form: f.words(form.label), name: f.words(button.label) })}
            </Checkbox>
          )),
        )}
      </div>
    </section>
  )
}
