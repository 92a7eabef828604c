// The settings of a rollup, as a sentence read from above: gather what, which figure, of which field, only those.
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import type { Field as FieldView, Filter } from '@/core/types'
import { useText } from '@/i18n'
import { Field, Input, NumberInput, Select } from '@/ui'
import { useBench } from '../sight'
import { ConditionInput } from '../parts/ConditionInput'
import css from '../panel/Panel.module.css'
import { decimalsFor, FUNCTIONS, resultOf, settledForm, sourcesOf, usable, type Source } from './gathering'
import type { KindOptionsProps } from './kindOptions'

export function RollupOptions({ options, put, problem }: KindOptionsProps) {
  const t = useText('designer')
  const { view } = useBench()
  const sources = sourcesOf(view, useForms().data?.items ?? [])
  const chosen = String(options.detail ?? `${options.source ?? ''}.${options.by ?? ''}`)
  const source = sources.find((x) => x.value === chosen)
  const how = String(options.function ?? 'count')
  const gather = (value: string | null) => {
    const next = sources.find((x) => x.value === value)
    if (!next) return
    const from = next.detail
      ? { detail: next.detail.key, source: null, by: null }
      : { detail: null, source: next.form.key, by: next.by!.key }
    put({ ...from, function: 'count', of: null, filter: null, result: 'number', decimals: 0 })
  }
  return (
    <div className={css.options}>
      <SourcePick sources={sources} chosen={source} onChange={gather} error={problem('source') ?? problem('by')} />
      {source && <Figure source={source} how={how} options={options} put={put} problem={problem} />}
      {source && (
        <Field label={t('rollup.filter')} hint={t('rollup.filterHint')} error={problem('filter')}>
          {() => (
            <ConditionInput
              settled
              form={settledForm(source.form)}
              value={(options.filter as Filter | null) ?? null}
              onChange={(filter) => put({ filter: filter as never })}
              label={t('rollup.filter')}
              empty={t('rollup.all')}
            />
          )}
        </Field>
      )}
      <p className="caption">{t('rollup.rights')}</p>
    </div>
  )
}

type PickProps = {
  sources: Source[]
  chosen: Source | undefined
  onChange: (value: string | null) => void
  error: string | undefined
}

function SourcePick({ sources, chosen, onChange, error }: PickProps) {
  const t = useText('designer')
  const f = useFormat()
  const label = (x: Source) =>
    x.detail
      ? t('rollup.rows', { name: f.words(x.detail.label) })
      : t('rollup.records', { form: f.words(x.form.label), field: f.words(x.by!.label) })
  return (
    <Field
      label={t('rollup.source')}
      error={error}
      hint={sources.length === 0 ? t('rollup.nothing') : undefined}
      required
    >
      {(ids) => (
        <Select
          {...ids}
          searchable
          value={chosen?.value ?? null}
          onChange={onChange}
          options={sources.map((x) => ({ value: x.value, label: label(x) }))}
        />
      )}
    </Field>
  )
}

type FigureProps = KindOptionsProps & { source: Source; how: string }

function Figure({ source, how, options, put, problem }: FigureProps) {
  const t = useText('designer')
  const f = useFormat()
  const fields = usable(source, how)
  const of = source.form.fields.find((x) => x.key === options.of)
  const take = (next: string, field: FieldView | undefined) => {
    const kept = field && next !== 'count' && resultOf(field, next) ? field : undefined
    const result = kept ? resultOf(kept, next) : undefined
    const decimals = kept && next !== 'distinct' ? decimalsFor(kept, next) : 0
    put({ function: next, of: kept?.key ?? null, result: result ?? 'number', decimals })
  }
  return (
    <>
      <Field label={t('rollup.function')}>
        {(ids) => (
          <Select
            {...ids}
            value={how}
            onChange={(next) => next && take(next, of)}
            options={FUNCTIONS.map((x) => ({ value: x, label: t(`rollup.functions.${x}`) }))}
          />
        )}
      </Field>
      {how !== 'count' && (
        <Field label={t('rollup.of')} error={problem('of') ?? problem('result')} required>
          {(ids) => (
            <Select
              {...ids}
              searchable
              value={of?.key ?? null}
              onChange={(key) => {
                const field = fields.find((x) => x.key === key)
                if (field) take(how, field)
              }}
              options={fields.map((x) => ({ value: x.key, label: f.words(x.label) }))}
            />
          )}
        </Field>
      )}
      {(options.result ?? 'number') === 'number' && <Numbers options={options} put={put} problem={problem} how={how} />}
    </>
  )
}

function Numbers({ options, put, problem, how }: KindOptionsProps & { how: string }) {
  const t = useText('designer')
  const counts = how === 'count' || how === 'distinct'
  return (
    <>
      {!counts && (
        <Field label={t('option.decimals')} error={problem('decimals')}>
          {(ids) => (
            <NumberInput
              {...ids}
              min={0}
              max={6}
              decimals={0}
              value={Number(options.decimals ?? 0)}
              onChange={(v) => put({ decimals: v ?? 0 })}
            />
          )}
        </Field>
      )}
      <Field label={t('option.unit')}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={20}
            value={typeof options.unit === 'string' ? options.unit : ''}
            onChange={(x) => put({ unit: x || null }, 'unit')}
          />
        )}
      </Field>
    </>
  )
}
