// How long a step waits: for a while, or until a date of the record.
import { useText } from '@/i18n'
import { Field, Segmented } from '@/ui'
import { useDesign } from '../bench'
import { loneOf } from '../model/text'
import { problemsOf } from '../model/places'
import type { ActionKind, Options, Step } from '../model/types'
import { PathPick } from '../parts/ValueInput'
import { Option } from './Option'
import css from './Panel.module.css'

type Props = {
  step: Step
  put: (options: Options, run?: string) => void
  path: string
  block: string
  kind: ActionKind
}

const DAY = { key: 'until', kind: 'date', operand: 'date', label: {} }
const WITH_TIME = new Set(['days', 'working_days'])

export function WaitSettings({ step, put, path, block, kind }: Props) {
  const t = useText('ruleDesigner')
  const { keeping } = useDesign()
  const until = typeof step.until === 'string'
  const shared = { options: step, put, block, path, kind, spot: path }
  const wrong = problemsOf(keeping.problems, path, 'until')
  return (
    <>
      <Field label={t('option.how')}>
        {() => (
          <span>
            <Segmented
              aria-label={t('option.how')}
              value={until ? 'until' : 'amount'}
              onChange={(way) => put(way === 'until' ? { until: '' } : { amount: 1, unit: 'days' })}
              options={[
                { value: 'amount', label: t('option.amountWay') },
                { value: 'until', label: t('option.untilWay') },
              ]}
            />
          </span>
        )}
      </Field>
      {until ? (
        <div className={css.line}>
          <PathPick
            path={loneOf(step.until)}
            block={block}
            step={path}
            field={DAY}
            onChange={(p) => put({ until: `{${p}}` })}
          />
          {wrong.map((p) => (
            <p key={p.code} className={css.problem}>
              {p.detail}
            </p>
          ))}
        </div>
      ) : (
        <>
          <div className={css.two}>
            <Option option="amount" {...shared} />
            <Option option="unit" {...shared} />
          </div>
          {WITH_TIME.has(String(step.unit ?? 'days')) && <Option option="at" {...shared} />}
        </>
      )}
    </>
  )
}
