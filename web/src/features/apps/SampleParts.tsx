// Which records of the chosen forms go along as sample data: none, the newest, or those of a view.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { useText } from '@/i18n'
import { Field, Select } from '@/ui'
import css from './Apps.module.css'

/** By form: nothing, or the records of which view; an empty view are all. */
export type Sampled = { [form: string]: { view?: string; limit: number } }
type Props = { forms: string[]; value: Sampled; onChange: (value: Sampled) => void }

const NONE = '-'
const NEWEST = ''
const SOME = 20
const MANY = 200

export function SampleParts({ forms, value, onChange }: Props) {
  const t = useText('apps')
  const f = useFormat()
  const known = useForms().data?.items ?? []
  const choose = (form: string, view: string) => {
    const { [form]: _gone, ...rest } = value
    if (view === NONE) onChange(rest)
    else onChange({ ...rest, [form]: view === NEWEST ? { limit: SOME } : { view, limit: MANY } })
  }
  const chosen = known.filter((form) => forms.includes(form.key))
  if (chosen.length === 0) return null
  return (
    <fieldset className={css.parts}>
      <legend className="caption">{t('sampleLegend')}</legend>
      {chosen.map((form) => (
        <Field key={form.key} label={f.words(form.label) || form.key}>
          {(ids) => (
            <Select
              id={ids.id}
              value={form.key in value ? (value[form.key]?.view ?? NEWEST) : NONE}
              onChange={(view) => choose(form.key, view ?? NONE)}
              options={[
                { value: NONE, label: t('sampleNone') },
                { value: NEWEST, label: t('sampleNewest', { count: SOME }) },
                ...(form.views ?? []).map((view) => ({
                  value: String(view.key ?? view.id),
                  label: t('sampleView', { name: f.words(view.label), count: MANY }),
                })),
              ]}
            />
          )}
        </Field>
      ))}
    </fieldset>
  )
}
