// What a picked record brings along: fields there, and where they are put here.
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import { columnsOf, detailOf, fieldAt, keyOf, shownFields } from '../model/paths'
import type { OptionProps } from '../options/SchemaForm'
import { fits } from './fitting'
import css from './linked.module.css'

type Fill = { take: string; put: string }

export function FillOption({ label, hint, value, onChange, error, options }: OptionProps) {
  const t = useText('designer')
  const f = useFormat()
  const { form, chosen } = useBench()
  const target = useForms().data?.items.find((x) => x.key === options.target)
  const path = chosen.fields[chosen.fields.length - 1] ?? ''
  const detail = detailOf(path)
  const beside = (detail === null ? shownFields(form) : columnsOf(fieldAt(form, detail)!)).filter(
    (x) => x.key !== keyOf(path),
  )
  const fills = Array.isArray(value) ? (value as Fill[]) : []
  if (!target) return null
  const put = (next: Fill[]) => onChange(next)
  return (
    <Field label={label} hint={hint} error={error}>
      {() => (
        <div className={css.lines}>
          {fills.map((fill, i) => {
            const from = target.fields.find((x) => x.key === fill.take)
            const change = (next: Partial<Fill>) => put(fills.map((x, j) => (j === i ? { ...x, ...next } : x)))
            return (
              <div key={i} className={css.fill}>
                <Select
                  size="small"
                  searchable
                  aria-label={t('theirField')}
                  placeholder={t('theirField')}
                  value={fill.take || null}
                  options={target.fields.map((x) => ({ value: x.key, label: f.words(x.label) }))}
                  onChange={(take) => change({ take: take ?? '', put: '' })}
                />
                <span>→</span>
                <Select
                  size="small"
                  searchable
                  aria-label={t('ourField')}
                  placeholder={t('ourField')}
                  value={fill.put || null}
                  options={beside
                    .filter((x) => !from || fits(from, x))
                    .map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
                  onChange={(to) => change({ put: to ?? '' })}
                />
                <IconButton
                  icon="close"
                  size="small"
                  tone="quiet"
                  label={t('removePair')}
                  onClick={() => put(fills.filter((_, j) => j !== i))}
                />
              </div>
            )
          })}
          <Button size="small" look="text" icon="plus" onClick={() => put([...fills, { take: '', put: '' }])}>
            {t('addFill')}
          </Button>
        </div>
      )}
    </Field>
  )
}
