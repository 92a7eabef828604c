// What of the runs is shown: state, rule, time, one record.
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Chip, Segmented, Select, SheetChooser } from '@/ui'
import { useRules } from '../list/rules'
import css from './Runs.module.css'
import { STATES, type Run, type RunState, type Wish } from './runs'

type Set = (changes: Partial<Record<keyof Wish, string | null>>) => void
type Props = { wish: Wish; set: Set; counts: { [K in RunState]?: number }; rows: Run[] }

export function RunsBar({ wish, set, counts, rows }: Props) {
  const t = useText('rules')
  const f = useFormat()
  const phone = usePhone()
  const rules = useRules().data?.items ?? []
  const label = (each: RunState) => `${t(`run.states.${each}`)}${counts[each] ? ` ${f.number(counts[each])}` : ''}`
  const states = [
    { value: 'all' as const, label: t('run.states.all') },
    ...STATES.map((value) => ({ value, label: label(value) })),
  ]
  const choose = (to: RunState | 'all') => set({ state: to === 'all' ? null : to })
  return (
    <div className={css.bar}>
      {phone ? (
        <SheetChooser
          label={t('run.state')}
          value={wish.state ?? 'all'}
          onChange={(to) => choose(to as RunState | 'all')}
          options={states}
        />
      ) : (
        <Segmented<RunState | 'all'>
          value={wish.state ?? 'all'}
          onChange={choose}
          aria-label={t('run.state')}
          options={states}
        />
      )}
      <span className={css.choose}>
        <Select<string>
          value={wish.rule}
          onChange={(rule) => set({ rule })}
          clearable
          searchable
          placeholder={t('run.anyRule')}
          aria-label={t('run.rule')}
          options={rules.map((rule) => ({ value: rule.key, label: f.words(rule.label) || rule.key }))}
        />
      </span>
      <span className={css.choose}>
        <Select<string>
          value={wish.time ?? 'all'}
          onChange={(time) => set({ time: time === 'all' ? null : time })}
          aria-label={t('run.time')}
          options={(['all', 'day', 'week', 'month'] as const).map((value) => ({
            value,
            label: t(`run.times.${value}`),
          }))}
        />
      </span>
      {wish.record && <About rows={rows} wish={wish} set={set} />}
    </div>
  )
}

/** The one record that the runs are about. */
function About({ rows, wish, set }: { rows: Run[]; wish: Wish; set: Set }) {
  const t = useText('rules')
  const title = rows.find((run) => String(run.record?.id) === wish.record)?.record?.title ?? `#${wish.record}`
  return (
    <Chip tone="accent" onRemove={() => set({ form: null, record: null })} removeLabel={t('run.aboutOff')}>
      {t('run.about', { title })}
    </Chip>
  )
}
