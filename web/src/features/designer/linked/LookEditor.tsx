// Which records of another form are meant: the form, the fields both have in common, a fixed condition, the order.
import { fieldsOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Select } from '@/ui'
import { useBench } from '../sight'
import type { LookDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import css from './linked.module.css'
import { PairLine } from './PairLine'

type Props = {
  value: LookDef
  onChange: (value: LookDef) => void
  /** The records' own order does not matter. */
  unordered?: boolean
}

export function LookEditor({ value, onChange, unordered }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const forms = useForms().data?.items ?? []
  const target = forms.find((x) => x.key === value.form)
  const pairs = value.match ?? []
  return (
    <>
      <Field label={t('lookForm')} required>
        {(ids) => (
          <Select
            {...ids}
            searchable
            value={value.form || null}
            options={forms.map((x) => ({ value: x.key, label: f.words(x.label) }))}
            onChange={(key) => onChange({ ...value, form: key ?? '', match: [], filter: null, sort: [] })}
          />
        )}
      </Field>
      {target && (
        <>
          <Field label={t('lookMatch')} hint={t('lookMatchHint')}>
            {() => (
              <div className={css.lines}>
                {pairs.map((pair, i) => (
                  <PairLine
                    key={i}
                    target={target}
                    own={form.key}
                    pair={pair}
                    onChange={(next) => onChange({ ...value, match: pairs.map((p, j) => (j === i ? next : p)) })}
                    onRemove={() => onChange({ ...value, match: pairs.filter((_, j) => j !== i) })}
                  />
                ))}
                <Button
                  size="small"
                  look="text"
                  icon="plus"
                  onClick={() => onChange({ ...value, match: [...pairs, { field: '', op: 'eq', of: '' }] })}
                >
                  {t('addPair')}
                </Button>
              </div>
            )}
          </Field>
          <Field label={t('lookFilter')}>
            {() => (
              <ConditionInput
                form={target}
                label={t('lookFilter')}
                empty={t('noCondition')}
                value={value.filter ?? null}
                onChange={(filter) => onChange({ ...value, filter })}
              />
            )}
          </Field>
          {!unordered && (
            <Field label={t('lookSort')}>
              {(ids) => (
                <Select
                  {...ids}
                  clearable
                  searchable
                  value={value.sort?.[0] ?? null}
                  options={orders(target, f.words, t('descending'))}
                  onChange={(key) => onChange({ ...value, sort: key ? [key] : [] })}
                />
              )}
            </Field>
          )}
        </>
      )}
    </>
  )
}

const orders = (target: Form, words: (w: Form['label']) => string, down: string) =>
  fieldsOf(target)
    .filter((field) => field.sortable)
    .flatMap((field) => [
      { value: field.key, label: words(field.label) },
      { value: `-${field.key}`, label: `${words(field.label)} ${down}` },
    ])
