// Sample data with an app that comes in: how many records of what, and whether they are wanted.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Checkbox } from '@/ui'
import css from './Apps.module.css'
import type { SampleNote } from './apps'

type Props = { sample: SampleNote; wanted: boolean; onChange: (wanted: boolean) => void }

export function SampleChoice({ sample, wanted, onChange }: Props) {
  const t = useText('apps')
  const f = useFormat()
  const parts = sample.forms.map((each) => `${f.words(each.label) || each.form} ${each.records}`)
  const there = sample.there > 0
  return (
    <div className={css.sample}>
      <Checkbox checked={wanted && !there} disabled={there} onChange={onChange}>
        {t('withSample', { count: sample.records })}
      </Checkbox>
      <p className="caption">
        {there ? t('sampleThere', { count: sample.there }) : t('withSampleWhy', { parts: parts.join(t('and')) })}
      </p>
    </div>
  )
}
