// Who is on duty when: people, days of the week, hours of the day.
import { useText } from '@/i18n'
import { Button, IconButton, MultiSelect, TimePicker } from '@/ui'
import css from './Design.module.css'
import { People } from './People'
import type { Duty } from './types'

type Props = { name: string; duty: Duty[]; onChange: (duty: Duty[]) => void }
const FRESH: Duty = { people: [], hours: [['09:00', '18:00']], days: [] }
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

export function DutyList({ name, duty, onChange }: Props) {
  const t = useText('poolDesign')
  const put = (at: number, part: Partial<Duty>) =>
    onChange(duty.map((each, n) => (n === at ? { ...each, ...part } : each)))
  return (
    <>
      {duty.map((turn, at) => (
        <Turn
          key={at}
          name={`${name} ${t('duty', { n: at + 1 })}`}
          turn={turn}
          onChange={(part) => put(at, part)}
          onRemove={() => onChange(duty.filter((_, n) => n !== at))}
        />
      ))}
      <span>
        <Button size="small" icon="plus" onClick={() => onChange([...duty, FRESH])}>
          {t('addDuty')}
        </Button>
      </span>
    </>
  )
}

type TurnProps = { name: string; turn: Duty; onChange: (part: Partial<Duty>) => void; onRemove: () => void }

function Turn({ name, turn, onChange, onRemove }: TurnProps) {
  const t = useText('poolDesign')
  const span = (at: number, part: { from?: string; until?: string }) =>
    onChange({
      hours: turn.hours.map(([from, until], n) =>
        n === at ? [part.from ?? from, part.until ?? until] : [from, until],
      ),
    })
  return (
    <div className={css.turn} role="group" aria-label={name}>
      <div className={css.two}>
        <People label={`${name} ${t('toWhom')}`} value={turn.people} onChange={(people) => onChange({ people })} />
        <MultiSelect<number>
          aria-label={`${name} ${t('dutyDays')}`}
          placeholder={t('everyDay')}
          value={turn.days}
          options={DAYS.map((day) => ({ value: day, label: t(`weekdays.d${day}`) }))}
          onChange={(days) => onChange({ days: [...days].sort((a, b) => a - b) })}
        />
      </div>
      {turn.hours.map(([from, until], at) => (
        <div key={at} className={css.sentence}>
          <TimePicker
            value={from}
            aria-label={`${name} ${t('from')}`}
            onChange={(next) => next && span(at, { from: next })}
          />
          <span>–</span>
          <TimePicker
            value={until}
            aria-label={`${name} ${t('until')}`}
            onChange={(next) => next && span(at, { until: next })}
          />
          {turn.hours.length > 1 && (
            <IconButton
              icon="close"
              size="small"
              label={t('removeHours')}
              onClick={() => onChange({ hours: turn.hours.filter((_, n) => n !== at) })}
            />
          )}
        </div>
      ))}
      <span className={css.turnActs}>
        {turn.hours.length < 6 && (
          <Button size="small" look="text" onClick={() => onChange({ hours: [...turn.hours, ['13:00', '18:00']] })}>
            {t('addHours')}
          </Button>
        )}
        <IconButton icon="trash" size="small" label={t('remove', { name })} onClick={onRemove} />
      </span>
    </div>
  )
}
