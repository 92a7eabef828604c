// Fields that members do not see, or see masked, until a record is theirs.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { IconButton, Segmented, Select } from '@/ui'
import { useBench } from './bench'
import { Card } from './Card'
import css from './Design.module.css'
import type { Closed } from './types'

const LEVELS: Closed[] = ['masked', 'hidden']

export function ClosedCard() {
  const t = useText('poolDesign')
  const f = useFormat()
  const { form, now, put } = useBench()
  const label = (key: string) => f.words(form.fields.find((each) => each.key === key)?.label) || key
  const free = form.fields.filter((each) => !(each.key in now.fields))
  const without = (key: string) => Object.fromEntries(Object.entries(now.fields).filter(([each]) => each !== key))
  return (
    <Card title={t('closed')} hint={t('closedHint')} at={['fields']}>
      {Object.entries(now.fields).map(([key, level]) => (
        <div key={key} className={css.line} role="group" aria-label={label(key)}>
          <span className={css.grow}>{label(key)}</span>
          <Segmented<Closed>
            size="small"
            aria-label={label(key)}
            value={level}
            options={LEVELS.map((each) => ({ value: each, label: t(`level.${each}`) }))}
            onChange={(next) => put({ fields: { ...now.fields, [key]: next } })}
          />
          <IconButton
            icon="close"
            size="small"
            label={t('removeField', { name: label(key) })}
            onClick={() => put({ fields: without(key) })}
          />
        </div>
      ))}
      <Select
        className={css.adding ?? ''}
        aria-label={t('addField')}
        placeholder={t('addField')}
        searchable
        value={null}
        options={free.map((each) => ({ value: each.key, label: f.words(each.label) || each.key }))}
        onChange={(key) => key && put({ fields: { ...now.fields, [key]: 'masked' } })}
      />
    </Card>
  )
}
