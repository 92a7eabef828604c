// The controls as the form's layout has them: sheets, titled sections, columns, and what stands between.
import type { CSSProperties } from 'react'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { groupsOf, layoutCss, useSheets } from '@/features/layout'
import { LinkedElement } from '@/features/linked'
import { RecordFields } from './RecordFields'
import type { RecordForm } from './recordForm'
import css from './record-form.module.css'

type Props = { form: Form; state: Pick<RecordForm, 'fields' | 'values' | 'errors' | 'put'> }

export function ArrangedFields({ form, state }: Props) {
  const f = useFormat()
  const fields = new Map(state.fields.map((field) => [field.key, field]))
  const every = groupsOf(form, (field) => fields.has(field.key))
  const wrong = new Set(Object.keys(state.errors).filter((key) => state.errors[key]))
  const { groups, bar } = useSheets(form, every, (group) =>
    group.items.some((item) => item.kind === 'field' && wrong.has(item.field.key)),
  )
  return (
    <>
      {groups.filter((g) => g.tab === null).map(section)}
      {bar}
      {groups.filter((g) => g.tab !== null).map(section)}
    </>
  )

  function section(group: (typeof every)[number]) {
    const label = f.words(group.label)
    return (
      <section key={group.key} aria-label={label || undefined}>
        {label && <h3 className={css.head}>{label}</h3>}
        <div className={layoutCss.grid} style={{ '--columns': group.columns } as CSSProperties}>
          {group.items.map((item) =>
            item.kind === 'element' ? (
              <LinkedElement key={item.element.key} form={form} element={item.element} values={state.values} />
            ) : (
              <RecordFields
                key={item.field.key}
                form={form}
                fields={[fields.get(item.field.key) ?? item.field]}
                state={state}
                quiet
              />
            ),
          )}
        </div>
      </section>
    )
  }
}
