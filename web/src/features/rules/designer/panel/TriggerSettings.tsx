// What starts the rule: its kind, and the settings of that kind.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, Icon, NumberInput, Segmented, Select } from '@/ui'
import { triggerIcon } from '../actions'
import { useDesign } from '../bench'
import { newTrigger } from '../model/making'
import { problemsAt } from '../model/places'
import type { Options, Trigger, TriggerKind } from '../model/types'
import { HookAddress } from './HookAddress'
import { Option } from './Option'
import css from './Panel.module.css'

export function TriggerSettings({ onRenew }: { onRenew: () => Promise<void> }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { definition, kinds, trigger, form, rule, editDefinition, keeping } = useDesign()
  const fitting = kinds.triggers.filter((kind) => kind.form === (rule.form !== null))
  const put = (next: Options, run?: string) =>
    editDefinition((d) => ({ ...d, trigger: { ...next, kind: d.trigger.kind } as Trigger }), run)
  const bare = problemsAt(keeping.problems, 'trigger').filter(
    (p) => p.field === 'trigger' || p.field === 'trigger.kind',
  )
  return (
    <section className={css.part} aria-label={t('card.when')}>
      <header className={css.head}>
        <Icon name={triggerIcon(definition.trigger.kind)} />
        <h2>{f.words(trigger?.label) || definition.trigger.kind}</h2>
      </header>
      {bare.map((p) => (
        <p key={p.code} className={css.problem} role="alert">
          {p.detail}
        </p>
      ))}
      <Field label={t('option.kind')} hint={t('option.changeKind')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={definition.trigger.kind}
            options={fitting.map((kind) => ({ value: kind.key, label: f.words(kind.label) }))}
            onChange={(kind) => kind && editDefinition((d) => ({ ...d, trigger: newTrigger(kind, form) }))}
          />
        )}
      </Field>
      {trigger && <Settings kind={trigger} options={definition.trigger} put={put} />}
      {trigger?.key === 'webhook' && <HookAddress onRenew={onRenew} />}
    </section>
  )
}

type SettingsProps = { kind: TriggerKind; options: Trigger; put: (options: Options, run?: string) => void }

/** Beside `offset` stand its side and its unit. */
const TOGETHER = new Set(['offset'])
const WITH_TIME = new Set(['days', 'working_days'])

function Settings({ kind, options, put }: SettingsProps) {
  const t = useText('ruleDesigner')
  // Through which doors a write came is what is asked for least.
  const all = Object.keys(kind.options.properties ?? {}).sort(
    (a, b) => Number(a === 'sources') - Number(b === 'sources'),
  )
  const shared = { options, put, block: '', path: '', kind, spot: 'trigger' }
  const shown = all.filter((option) => {
    if (kind.key === 'date' && option === 'unit') return false
    if (kind.key === 'date' && option === 'at') return WITH_TIME.has(String(options.unit ?? 'days'))
    return !(option === 'newly' && !options.after)
  })
  if (shown.length === 0) return <p className="caption">{t('option.noTriggerOptions')}</p>
  return (
    <>
      {shown.map((option) =>
        kind.key === 'date' && TOGETHER.has(option) ? (
          <Offset key={option} {...shared} />
        ) : (
          <Option key={option} option={option} {...shared} />
        ),
      )}
    </>
  )
}

type OffsetProps = Pick<SettingsProps, 'options' | 'put' | 'kind'> & { block: string; path: string; spot: string }

/** 30 days before, on the day, 3 working days after. */
function Offset(props: OffsetProps) {
  const t = useText('ruleDesigner')
  const { options, put } = props
  const offset = Number(options.offset) || 0
  const side = offset < 0 ? 'before' : offset > 0 ? 'after' : 'onDay'
  const amount = Math.abs(offset) || 1
  const turn = (to: string) => put({ ...options, offset: to === 'before' ? -amount : to === 'after' ? amount : 0 })
  return (
    <>
      <Field label={t('option.direction')}>
        {() => (
          <span>
            <Segmented
              aria-label={t('option.direction')}
              value={side}
              onChange={turn}
              options={(['before', 'onDay', 'after'] as const).map((x) => ({ value: x, label: t(`option.${x}`) }))}
            />
          </span>
        )}
      </Field>
      {offset !== 0 && (
        <div className={css.two}>
          <Field label={t('option.howMuch')}>
            {(ids) => (
              <NumberInput
                id={ids.id}
                value={amount}
                min={1}
                max={36500}
                decimals={0}
                onChange={(n) => put({ ...options, offset: Math.sign(offset) * (n || 1) }, 'trigger.offset')}
              />
            )}
          </Field>
          <Option option="unit" {...props} />
        </div>
      )}
    </>
  )
}
