// How records are taken, and how many: for everybody, and by level where one differs.
import { fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field as FormField } from '@/core/types'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText } from '@/i18n'
import { choicesOf } from '@/kinds/choiceOptions'
import { Chooser, Field, Select } from '@/ui'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import { NumberLine } from './NumberLine'
import { BY, LIMITS, type Claim, type LimitName, type Limits } from './types'

const LONGEST = 24 * 3660
const isSpan = (name: LimitName) => name.endsWith('_hours')

export function ClaimCard() {
  const t = useText('poolDesign')
  const { form, now, put } = useBench()
  const { claim } = now
  const change = (part: Partial<Claim>, run?: string) => put({ claim: { ...claim, ...part } }, run)
  const shut = claim.per_day === 0 || claim.cap === 0
  return (
    <Card title={t('claim')} hint={t('refund')} at={['claim']}>
      <Chooser
        label={t('byLabel')}
        value={claim.by}
        onChange={(by) => change({ by })}
        options={BY.map((by) => ({ value: by, label: t(`by.${by}`) }))}
      />
      <LimitLines limits={claim} empty={(name) => t(isSpan(name) ? 'noWait' : 'unlimited')} onChange={change} />
      {shut && <p className={css.note}>{t('zero')}</p>}
      {claim.cap !== null && (
        <div className={css.sentence}>
          <span>{t('skips')}</span>
          <ConditionInput
            form={form}
            value={claim.cap_skips}
            label={t('skips')}
            empty={t('skipsNone')}
            onChange={(cap_skips) => change({ cap_skips })}
          />
        </div>
      )}
      <LevelLimits claim={claim} onChange={change} />
    </Card>
  )
}

type LinesProps = {
  limits: Limits
  empty: (name: LimitName) => string
  onChange: (part: Limits, run: string) => void
  of?: string
}

function LimitLines({ limits, empty, onChange, of = '' }: LinesProps) {
  const t = useText('poolDesign')
  return (
    <div>
      {LIMITS.map((name) => (
        <NumberLine
          key={name}
          label={t(`limit.${name}`)}
          after={t(`limitAfter.${name}`)}
          placeholder={empty(name)}
          max={isSpan(name) ? LONGEST : 100_000}
          value={limits[name]}
          onChange={(value) => onChange({ [name]: value }, `limit.${of}.${name}`)}
        />
      ))}
    </div>
  )
}

const ONE = ''

function LevelLimits({ claim, onChange }: { claim: Claim; onChange: (part: Partial<Claim>, run?: string) => void }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const { form } = useBench()
  const fields = fieldsOf(form).filter((each) => each.kind === 'choice')
  const { levels } = claim
  const field = fields.find((each) => each.key === levels?.field)
  if (fields.length === 0 && !levels) return null
  const known = fields.map((each) => ({ value: each.key, label: f.words(each.label) || each.key }))
  const lost = levels && !field ? [{ value: levels.field, label: levels.field }] : []
  return (
    <>
      <Field label={t('levels')} hint={levels ? t('levelsHint') : undefined}>
        {(ids) => (
          <Select
            {...ids}
            value={levels?.field ?? ONE}
            options={[{ value: ONE, label: t('levelsNone') }, ...known, ...lost]}
            onChange={(key) => onChange({ levels: key ? { field: key, values: {} } : null })}
          />
        )}
      </Field>
      {levels && field && <LevelList field={field} claim={claim} onChange={onChange} />}
    </>
  )
}

type ListProps = { field: FormField; claim: Claim; onChange: (part: Partial<Claim>, run?: string) => void }

function LevelList({ field, claim, onChange }: ListProps) {
  const t = useText('poolDesign')
  const f = useFormat()
  const values = claim.levels?.values ?? {}
  const put = (value: string, part: Limits, run: string) => {
    const next = { ...values[value], ...part }
    const said = Object.fromEntries(Object.entries(next).filter(([, n]) => n !== null && n !== undefined))
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => key !== value))
    const all = Object.keys(said).length ? { ...rest, [value]: said } : rest
    onChange({ levels: { field: field.key, values: all } }, run)
  }
  return (
    <div className={css.levels}>
      {choicesOf(field)
        .filter((choice) => !choice.archived || choice.key in values)
        .map((choice) => (
          <div key={choice.key} role="group" aria-label={f.words(choice.label)} className={css.level}>
            <b>{f.words(choice.label) || choice.key}</b>
            <LimitLines
              of={choice.key}
              limits={values[choice.key] ?? {}}
              empty={() => t('sameAsAbove')}
              onChange={(part, run) => put(choice.key, part, run)}
            />
          </div>
        ))}
    </div>
  )
}
