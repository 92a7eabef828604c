// What comes back by itself: one sentence a rule; and the protection that follow-ups make longer.
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { hasStages } from '@/core/forms'
import { useText } from '@/i18n'
import { Button, Field, IconButton, NumberInput, Select, Switch, TagSelect } from '@/ui'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import { freshRule } from './model'
import { NumberLine } from './NumberLine'
import { CLOCKS, UNITS, type Protection, type Recycle, type Unit } from './types'

const MOST_DAYS = 3660
const MOST = { hours: 24 * MOST_DAYS, work_hours: 24 * MOST_DAYS, days: MOST_DAYS }
const unitOf = (rule: Recycle): Unit => UNITS.find((unit) => typeof rule.after[unit] === 'number') ?? 'days'

export function RecycleCard() {
  const t = useText('poolDesign')
  const { now, put } = useBench()
  return (
    <Card title={t('recycle')} hint={t('recycleHint')} at={['recycle']}>
      {now.recycle.length === 0 && !now.protection && <p className="t2">{t('recycleNone')}</p>}
      {now.recycle.map((rule, n) => (
        <Clause key={rule.key} rule={rule} name={t('ruleN', { n: n + 1 })} />
      ))}
      <span>
        <Button size="small" icon="plus" onClick={() => put({ recycle: [...now.recycle, freshRule(now.recycle)] })}>
          {t('addRecycle')}
        </Button>
      </span>
    </Card>
  )
}

function Clause({ rule, name }: { rule: Recycle; name: string }) {
  const t = useText('poolDesign')
  const { form, edit } = useBench()
  const unit = unitOf(rule)
  const change = (part: Partial<Recycle>, run?: string) =>
    edit(
      (was) => ({
        ...was,
        recycle: was.recycle.map((each) => (each.key === rule.key ? { ...each, ...part } : each)),
      }),
      run,
    )
  const clocks = CLOCKS.filter((each) => hasStages(form) || !['stage', 'won'].includes(each) || each === rule.clock)
  return (
    <div className={css.rule} role="group" aria-label={name}>
      <div className={css.sentence}>
        <Select
          size="small"
          width={200}
          aria-label={`${name} ${t('clockLabel')}`}
          value={rule.clock}
          options={clocks.map((clock) => ({ value: clock, label: t(`clock.${clock}`) }))}
          onChange={(clock) => clock && change({ clock })}
        />
        <span>{t('lasting')}</span>
        <span className={css.number}>
          <NumberInput
            size="small"
            min={unit === 'days' ? 1 : 0}
            max={MOST[unit]}
            decimals={0}
            aria-label={`${name} ${t('lasting')}`}
            value={rule.after[unit] ?? null}
            onChange={(n) => n !== null && change({ after: { [unit]: n } }, `after.${rule.key}`)}
          />
        </span>
        <Select
          size="small"
          width={190}
          aria-label={`${name} ${t('unitLabel')}`}
          value={unit}
          options={UNITS.map((each) => ({ value: each, label: t(`unit.${each}`) }))}
          onChange={(next) => next && change({ after: { [next]: Math.min(rule.after[unit] || 1, MOST[next]) } })}
        />
        <span>{t('takeBack')}</span>
        <span className={css.end}>
          <IconButton
            icon="trash"
            size="small"
            label={t('remove', { name })}
            onClick={() => edit((was) => ({ ...was, recycle: was.recycle.filter((each) => each.key !== rule.key) }))}
          />
        </span>
      </div>
      <div className={css.sentence}>
        <span>{t('only')}</span>
        <ConditionInput
          form={form}
          value={rule.when}
          label={`${name} ${t('only')}`}
          empty={t('everyRecord')}
          onChange={(when) => change({ when })}
        />
      </div>
      <Warnings name={name} value={rule.warn} onChange={(warn) => change({ warn })} />
    </div>
  )
}

const USUAL = [2, 4, 24, 48, 72]

/** Hours ahead; only whole ones that the server takes. */
function Warnings({ name, value, onChange }: { name: string; value: number[]; onChange: (warn: number[]) => void }) {
  const t = useText('poolDesign')
  const whole = (text: string): number[] => {
    const n = Number(text)
    return Number.isInteger(n) && n >= 1 && n <= 24 * 366 ? [n] : []
  }
  return (
    <div className={css.sentence}>
      <span>{t('warn')}</span>
      <span className={css.warn}>
        <TagSelect
          size="small"
          aria-label={`${name} ${t('warn')}`}
          placeholder={t('warnNone')}
          maxCount={5}
          value={value.map(String)}
          options={USUAL.map((n) => ({ value: String(n), label: String(n) }))}
          onChange={(texts) => onChange([...new Set(texts.flatMap(whole))].sort((a, b) => b - a))}
        />
      </span>
    </div>
  )
}

const FRESH: Protection = { start_days: 30, extend_days: 15, max_days: 90, warn: [24] }

export function ProtectionCard() {
  const t = useText('poolDesign')
  const { now, put } = useBench()
  const { protection } = now
  const change = (part: Partial<Protection>, run?: string) =>
    put({ protection: { ...(protection ?? FRESH), ...part } }, run)
  return (
    <Card title={t('protection')} hint={t('protectionHint')} at={['protection']}>
      <Field label={t('protected')}>
        {(ids) => (
          <span>
            <Switch
              id={ids.id}
              aria-label={t('protected')}
              checked={protection !== null}
              onChange={(on) => put({ protection: on ? FRESH : null })}
            />
          </span>
        )}
      </Field>
      {protection && (
        <div>
          <NumberLine
            label={t('startDays')}
            after={t('days')}
            min={1}
            max={MOST_DAYS}
            value={protection.start_days}
            onChange={(n) => n !== null && change({ start_days: n }, 'start')}
          />
          <NumberLine
            label={t('extendDays')}
            after={t('days')}
            max={MOST_DAYS}
            value={protection.extend_days}
            onChange={(n) => change({ extend_days: n ?? 0 }, 'extend')}
          />
          <NumberLine
            label={t('maxDays')}
            after={t('days')}
            min={1}
            max={MOST_DAYS}
            placeholder={t('unlimited')}
            value={protection.max_days}
            onChange={(max_days) => change({ max_days }, 'max')}
          />
          <Warnings name={t('protection')} value={protection.warn} onChange={(warn) => change({ warn })} />
        </div>
      )}
    </Card>
  )
}
