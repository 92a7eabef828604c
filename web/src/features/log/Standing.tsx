// What was agreed before stands above the composer's buttons: it stays unless it is ticked off or replaced.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Checkbox, Icon } from '@/ui'
import css from './Composer.module.css'
import { isPast, stepKey, type Step } from './standing'

type Props = {
  steps: Step[]
  ticked: (s: Step) => boolean
  onTick: (s: Step, on: boolean) => void
  next: string | null
}

export function Standing({ steps, ticked, onTick, next }: Props) {
  const t = useText('record')
  const f = useFormat()
  if (steps.length === 0) return null
  return (
    <ul className={css.standing} aria-label={t('standing')}>
      {steps.map((s) => {
        const on = ticked(s)
        const replaced = !on && next !== null && s.kind === 'activity'
        const fixed = s.kind === 'plan' && isPast(s, f.today())
        return (
          <li key={stepKey(s)}>
            <Checkbox checked={on} disabled={fixed} onChange={(value) => onTick(s, value)}>
              <span className="caption">{t(`standingKind.${s.kind}`)}</span>{' '}
              <span className={on || replaced ? css.gone : undefined}>
                {s.kind === 'plan' ? f.date(s.at.slice(0, 10)) : f.moment(s.at)} {s.step}
              </span>
            </Checkbox>
            <span className={css.fate}>
              {on ? <Icon name="check" size={12} /> : null}
              {on ? t('stepDone') : replaced ? t('stepReplaced') : t('stepStays')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
