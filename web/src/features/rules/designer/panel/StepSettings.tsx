// The settings of one step: every option its kind tells of, in its order.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { iconOf } from '../actions'
import { useDesign } from '../bench'
import { problemsAt, problemsOf } from '../model/places'
import { split, stepAt } from '../model/tree'
import type { ActionKind, Options, Step } from '../model/types'
import { Option } from './Option'
import css from './Panel.module.css'
import { WaitSettings } from './WaitSettings'

/** Those that only count with another one, or in whose place another one stands. */
function isShown(kind: string, option: string, options: Options): boolean {
  if (kind === 'create_task' && (option === 'working' || option === 'at')) return typeof options.due === 'number'
  if (kind === 'sms' && option === 'values') return Boolean(options.template)
  return true
}

export function StepSettings({ path }: { path: string }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { definition, actionOf, editStep, keeping } = useDesign()
  const step = stepAt(definition.steps, path)
  const kind = step && actionOf(step.do)
  if (!step) return null
  const options = kind ? optionsOf(kind, step) : []
  const named = options.flatMap((option) => problemsOf(keeping.problems, path, option))
  const others = problemsAt(keeping.problems, path).filter((p) => !named.includes(p))
  const [block] = split(path)
  const put = (next: Options, run?: string) => editStep(path, (s) => ({ ...next, do: s.do }) as Step, run)
  return (
    <section className={css.part} aria-label={f.words(kind?.label) || step.do}>
      <header className={css.head}>
        <Icon name={iconOf(step.do)} />
        <h2>{f.words(kind?.label) || step.do}</h2>
      </header>
      {others.map((p) => (
        <p key={p.field + p.code} className={css.problem} role="alert">
          {p.detail}
        </p>
      ))}
      {step.do === 'wait' ? (
        <WaitSettings step={step} put={put} path={path} block={block} kind={kind!} />
      ) : (
        options.map((option) => (
          <Option key={option} {...{ option, options: step, put, block, path, kind: kind! }} spot={path} />
        ))
      )}
      {options.length === 0 && <p className="caption">{t('option.noOptions')}</p>}
    </section>
  )
}

function optionsOf(kind: ActionKind, step: Step): string[] {
  return Object.keys(kind.options.properties ?? {}).filter(
    (option) => !kind.blocks.includes(option) && isShown(kind.key, option, step),
  )
}
