// Where the value of a field comes from while a record is filled in: a record of another form.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, FieldError, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import { problemsOf } from '../model/problems'
import type { FieldDef, LinkageDef } from '../model/types'
import css from '../panel/Panel.module.css'
import { fits } from './fitting'
import { LookEditor } from './LookEditor'

type Props = { field: FieldDef; onChange: (linkage: LinkageDef | null) => void }

export function LinkagePart({ field, onChange }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { keeping } = useBench()
  const forms = useForms().data?.items ?? []
  const linkage = field.linkage ?? null
  const target = forms.find((x) => x.key === linkage?.form)
  const taken = (target?.fields ?? []).filter((x) => fits(x, field))
  return (
    <div className={css.options}>
      <label className={css.switch}>
        <span>
          {t('linkage')}
          <span className="caption">{t('linkageHint')}</span>
        </span>
        <Switch
          checked={linkage !== null}
          aria-label={t('linkage')}
          onChange={(on) => onChange(on ? { form: '', match: [], take: '' } : null)}
        />
      </label>
      {linkage && (
        <>
          <LookEditor
            value={linkage}
            onChange={(look) => onChange({ ...linkage, ...look, take: look.form === linkage.form ? linkage.take : '' })}
          />
          {target && (
            <>
              <Field label={t('linkageTake')} required>
                {(ids) => (
                  <Select
                    {...ids}
                    searchable
                    value={linkage.take || null}
                    options={taken.map((x) => ({ value: x.key, label: f.words(x.label) }))}
                    onChange={(take) => onChange({ ...linkage, take: take ?? '' })}
                  />
                )}
              </Field>
              <label className={css.switch}>
                <span>{t('onlyEmpty')}</span>
                <Switch
                  checked={linkage.overwrite === 'empty'}
                  aria-label={t('onlyEmpty')}
                  onChange={(on) => onChange({ ...linkage, overwrite: on ? 'empty' : 'always' })}
                />
              </label>
            </>
          )}
          {problemsOf(keeping.problems, `fields.${field.key}.linkage`).map((p) => (
            <FieldError key={p.field + p.code}>{p.detail}</FieldError>
          ))}
        </>
      )}
    </div>
  )
}
