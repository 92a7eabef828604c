// Which records of another form a text or tags are chosen among, and which of their fields is shown.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { asResult } from '@/kinds'
import { Field, FieldError, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import { problemsOf } from '../model/problems'
import type { FieldDef, OfferDef } from '../model/types'
import css from '../panel/Panel.module.css'
import { LookEditor } from './LookEditor'

type Props = { field: FieldDef; onChange: (offers: OfferDef | null) => void }

const LONG = new Set(['long_text', 'rich_text'])

export function OffersPart({ field, onChange }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { keeping } = useBench()
  const forms = useForms().data?.items ?? []
  const offers = field.offers ?? null
  const target = forms.find((x) => x.key === offers?.form)
  const taken = (target?.fields ?? []).filter((x) => x.operand === 'text' && !LONG.has(asResult(x).kind))
  return (
    <div className={css.options}>
      <label className={css.switch}>
        <span>
          {t('offers')}
          <span className="caption">{t('offersHint')}</span>
        </span>
        <Switch
          checked={offers !== null}
          aria-label={t('offers')}
          onChange={(on) => onChange(on ? { form: '', match: [], take: '' } : null)}
        />
      </label>
      {offers && (
        <>
          <LookEditor
            unordered
            value={offers}
            onChange={({ sort: _none, ...look }) => {
              const title = forms.find((x) => x.key === look.form)?.title ?? ''
              onChange({ ...offers, ...look, take: look.form === offers.form ? offers.take : title })
            }}
          />
          {target && (
            <Field label={t('offersTake')} required>
              {(ids) => (
                <Select
                  {...ids}
                  searchable
                  value={offers.take || null}
                  options={taken.map((x) => ({ value: x.key, label: f.words(x.label) }))}
                  onChange={(take) => onChange({ ...offers, take: take ?? '' })}
                />
              )}
            </Field>
          )}
          {problemsOf(keeping.problems, `fields.${field.key}.offers`).map((p) => (
            <FieldError key={p.field + p.code}>{p.detail}</FieldError>
          ))}
        </>
      )}
    </div>
  )
}
