// Set times by choosing: how often, on which days, at what time; who knows cron may write it.
import { useText, type Key } from '@/i18n'
import { Input, MultiSelect, NumberInput, Select, TimePicker } from '@/ui'
import { readCron, writeCron, type Cron } from '../words/cron'
import css from './parts.module.css'

const EVERY = ['day', 'week', 'month', 'hour', 'own'] as const
const WEEK = [1, 2, 3, 4, 5, 6, 0]

export function CronInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText('ruleDesigner')
  const cron = readCron(value)
  const at = 'at' in cron ? cron.at : '09:00'
  const put = (next: Cron) => onChange(writeCron(next))
  const begin = (every: Cron['every']): Cron => {
    if (every === 'hour') return { every, minute: 0 }
    if (every === 'week') return { every, days: [1], at }
    if (every === 'month') return { every, day: 1, at }
    // A fifth field that no choice below makes keeps it one's own.
    return every === 'day' ? { every, at } : { every: 'own', text: `${writeCron(cron)} ` }
  }
  return (
    <div className={css.valueLine}>
      <Select
        className={css.source}
        width="auto"
        aria-label={t('option.cron.every')}
        value={cron.every}
        options={EVERY.map((x) => ({ value: x, label: t(`option.cron.${x}`) }))}
        onChange={(every) => every && put(begin(every as Cron['every']))}
      />
      {cron.every === 'week' && (
        <MultiSelect<number>
          aria-label={t('option.cron.weekdays')}
          value={cron.days}
          options={WEEK.map((day) => ({ value: day, label: t(`option.weekday.d${day}` as Key<'ruleDesigner'>) }))}
          onChange={(days) => put({ ...cron, days: [...days].sort((a, b) => a - b) })}
        />
      )}
      {cron.every === 'month' && (
        <span className={css.short}>
          <NumberInput
            aria-label={t('option.cron.monthDay')}
            value={cron.day}
            min={1}
            max={31}
            decimals={0}
            onChange={(day) => put({ ...cron, day: day ?? 1 })}
          />
        </span>
      )}
      {cron.every === 'hour' && (
        <span className={css.short}>
          <NumberInput
            aria-label={t('option.cron.minute')}
            value={cron.minute}
            min={0}
            max={59}
            decimals={0}
            onChange={(minute) => put({ ...cron, minute: minute ?? 0 })}
          />
        </span>
      )}
      {'at' in cron && (
        <TimePicker
          aria-label={t('option.cron.at')}
          value={cron.at}
          onChange={(time) => put({ ...cron, at: time ?? '09:00' } as Cron)}
        />
      )}
      {cron.every === 'own' && (
        <Input
          value={cron.text}
          onChange={(text) => put({ every: 'own', text })}
          aria-label={t('option.cron.expression')}
          placeholder={t('option.cron.expression')}
        />
      )}
    </div>
  )
}
