// What a pool is called, whether it is on, where it stands among the others of its form, and what lies in it.
import { useFormat } from '@/core/format'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { useText } from '@/i18n'
import { Field, Select, Switch } from '@/ui'
import { useDefinitions } from './api'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import { placeAfter } from './model'

export function BasicsCard() {
  const t = useText('poolDesign')
  const { now, put } = useBench()
  return (
    <Card title={t('basics')} at={['form', 'label', 'position', 'enabled']}>
      <Field label={t('name')} required>
        {(ids) => (
          <WordsInput id={ids.id} label={t('name')} value={now.label} onChange={(label) => put({ label }, 'label')} />
        )}
      </Field>
      <Field label={t('enabled')} hint={t('enabledHint')}>
        {(ids) => (
          <span>
            <Switch
              id={ids.id}
              checked={now.enabled}
              onChange={(enabled) => put({ enabled })}
              aria-label={t('enabled')}
            />
          </span>
        )}
      </Field>
      <Order />
    </Card>
  )
}

const FIRST = ''

/** A record lies in the first pool that it fits: nothing to choose where there is one pool only. */
function Order() {
  const t = useText('poolDesign')
  const f = useFormat()
  const { key, now, put } = useBench()
  const all = useDefinitions().data?.items ?? []
  const others = all
    .map(({ definition }) => ({ ...definition, position: definition.position ?? 0 }))
    .filter((each) => each.form === now.form && each.key !== key)
    .sort((a, b) => a.position - b.position || a.key.localeCompare(b.key))
  if (others.length === 0) return null
  const before = others.filter(
    (each) => each.position < now.position || (each.position === now.position && each.key < key),
  )
  return (
    <Field label={t('order')} hint={t('orderHint')}>
      {(ids) => (
        <Select
          {...ids}
          value={before.at(-1)?.key ?? FIRST}
          onChange={(after) => put({ position: placeAfter(others, after || null) })}
          options={[
            { value: FIRST, label: t('first') },
            ...others.map((each) => ({
              value: each.key,
              label: t('after', { name: f.words(each.label) || each.key }),
            })),
          ]}
        />
      )}
    </Field>
  )
}

export function WhichCard() {
  const t = useText('poolDesign')
  const { form, now, put } = useBench()
  return (
    <Card title={t('which')} hint={t('whichHint')} at={['when']}>
      <div className={css.sentence}>
        <span>{t('whichSaid')}</span>
        <ConditionInput
          form={form}
          value={now.when}
          label={t('which')}
          empty={t('always')}
          onChange={(when) => put({ when })}
        />
      </div>
    </Card>
  )
}

export function KeepCard() {
  const t = useText('poolDesign')
  const { form, now, put } = useBench()
  if (now.recycle.length === 0 && !now.protection && !now.keep) return null
  return (
    <Card title={t('keep')} hint={t('keepHint')} at={['keep']}>
      <div className={css.sentence}>
        <ConditionInput
          form={form}
          value={now.keep}
          label={t('keep')}
          empty={t('never')}
          onChange={(keep) => put({ keep })}
        />
      </div>
    </Card>
  )
}
