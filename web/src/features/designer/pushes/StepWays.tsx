// How a step goes: a new record or one that is there, what becomes of its values, whose it is, what goes along.
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Field, MultiSelect, Segmented, Select, Switch } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import type { PushStepDef } from '../model/types'
import { ConditionInput } from '../parts/ConditionInput'
import { WordsInput } from '../parts/WordsInput'
import css from './Pushes.module.css'

type Props = { target: Form; step: PushStepDef; onChange: (step: PushStepDef, run?: string) => void }

export function StepWays({ target, step, onChange }: Props) {
  const t = useText('pushDesign')
  const put = (change: Partial<PushStepDef>, run?: string) => onChange({ ...step, ...change }, run)
  const mode = step.mode ?? 'either'
  return (
    <>
      <div className={css.two}>
        <Field label={t('mode')}>
          {() => (
            <Segmented
              aria-label={t('mode')}
              value={mode}
              options={(['either', 'create', 'find'] as const).map((value) => ({ value, label: t(`modes.${value}`) }))}
              onChange={(next) => put({ mode: next })}
            />
          )}
        </Field>
        <Field label={t('stepName')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('stepName')}
              value={step.label ?? {}}
              onChange={(label) => put({ label }, `step.${step.key}.label`)}
            />
          )}
        </Field>
        {mode !== 'create' && <Finding target={target} step={step} put={put} />}
        {mode !== 'find' && target.owned !== false && (
          <Field label={t('owner')}>
            {(ids) => (
              <Select
                {...ids}
                value={step.owner ?? 'source'}
                options={(['source', 'actor', 'nobody'] as const).map((value) => ({
                  value,
                  label: t(`owners.${value}`),
                }))}
                onChange={(owner) => owner && put({ owner })}
              />
            )}
          </Field>
        )}
        <Field label={t('carries')} hint={t('carriesHint')}>
          {(ids) => (
            <MultiSelect
              {...ids}
              value={step.carries ?? []}
              options={(['activities', 'comments', 'files', 'team'] as const).map((value) => ({
                value,
                label: t(`carry.${value}`),
              }))}
              onChange={(carries) => put({ carries: carries as PushStepDef['carries'] })}
            />
          )}
        </Field>
        <Skipping step={step} put={put} />
      </div>
      <div className={css.switches}>
        <label className={css.switch}>
          <Switch
            checked={step.optional === true}
            onChange={(optional) => put({ optional, ...(optional ? {} : { offered: true }) })}
            aria-label={t('optional')}
          />
          {t('optional')}
        </label>
        {step.optional && (
          <label className={css.switch}>
            <Switch
              checked={step.offered !== false}
              onChange={(offered) => put({ offered })}
              aria-label={t('offered')}
            />
            {t('offered')}
          </label>
        )}
      </div>
    </>
  )
}

type PartProps = { step: PushStepDef; put: (change: Partial<PushStepDef>) => void }

function Finding({ target, step, put }: PartProps & { target: Form }) {
  const t = useText('pushDesign')
  const f = useFormat()
  const { form } = useBench()
  const filled = new Set((step.puts ?? []).map((x) => x.put))
  const by = target.fields.filter((x) => filled.has(x.key))
  const pointing = shownFields(form).filter((x) => x.kind === 'relation' && x.options?.target === target.key)
  const option = (x: { key: string; label: Form['label'] }) => ({ value: x.key, label: f.words(x.label) || x.key })
  return (
    <>
      <Field label={t('find')} hint={t('findHint')}>
        {(ids) => (
          <MultiSelect {...ids} value={step.find ?? []} options={by.map(option)} onChange={(find) => put({ find })} />
        )}
      </Field>
      {pointing.length > 0 && (
        <Field label={t('through')}>
          {(ids) => (
            <Select
              {...ids}
              clearable
              value={step.through ?? null}
              options={pointing.map(option)}
              onChange={(through) => put({ through: through ?? null })}
            />
          )}
        </Field>
      )}
      <Field label={t('existing')}>
        {(ids) => (
          <Select
            {...ids}
            value={step.existing ?? 'empty'}
            options={(['empty', 'overwrite', 'leave'] as const).map((value) => ({
              value,
              label: t(`existings.${value}`),
            }))}
            onChange={(existing) => existing && put({ existing })}
          />
        )}
      </Field>
    </>
  )
}

/** When a step is not gone through at all. */
function Skipping({ step, put }: PartProps) {
  const t = useText('pushDesign')
  const d = useText('designer')
  const f = useFormat()
  const { form, view } = useBench()
  return (
    <>
      <Field label={t('needs')}>
        {(ids) => (
          <MultiSelect
            {...ids}
            searchable
            value={step.needs ?? []}
            options={shownFields(form).map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))}
            onChange={(needs) => put({ needs })}
          />
        )}
      </Field>
      <Field label={t('stepWhen')}>
        {() => (
          <ConditionInput
            form={view}
            label={t('stepWhen')}
            empty={d('always')}
            value={step.when ?? null}
            onChange={(when) => put({ when })}
          />
        )}
      </Field>
    </>
  )
}
