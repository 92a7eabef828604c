// What follows from what is being filled in, before it is saved; loaded only for forms that work something out.
import { useMemo } from 'react'
import { preview } from '@/core/formula/preview'
import { useSetting } from '@/core/formula/setting'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import type { Values } from './recordForm'
import css from './record-form.module.css'

export default function Computed({ form, values }: { form: Form; values: Values }) {
  const t = useText('formula')
  const f = useFormat()
  const setting = useSetting()
  const found = useMemo(() => preview(form, values, setting), [form, values, setting])
  const fields = form.fields.filter((field) => field.key in found)
  return (
    <section className={css.computed} aria-label={t('computed')}>
      <h3 className="caption">{t('computed')}</h3>
      <dl>
        {fields.map((field) => (
          <div key={field.key}>
            <dt className="t3">{f.words(field.label)}</dt>
            <dd>
              <FieldCell field={field} form={form} value={found[field.key]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
