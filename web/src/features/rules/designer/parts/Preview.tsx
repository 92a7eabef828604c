// A text as it would read on a real record: tried out as a notice to whoever designs, and taken back.
import { isProblem } from '@/core/problem'
import { useSettled } from '@/core/search'
import { useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { useFilled, type Tried } from '../api'
import { useDesign } from '../bench'
import { useSample } from '../sample'
import css from './parts.module.css'

export function Preview({ template, block }: { template: string; block: string }) {
  const t = useText('ruleDesigner')
  const { definition, rule, formIn, form, trigger } = useDesign()
  const me = useMe()
  const { record } = useSample()
  const settled = useSettled(template, 500)
  const here = formIn(block)
  // Inside a loop the record is another one: only what stands beside it could be filled in.
  const can = record !== null && here !== undefined && here === form
  // What earlier steps make has no number yet.
  const text = settled.replace(/\{steps\.[^}]*\}/g, '#').slice(0, 1000)
  const steps = [{ do: 'notify', people: [{ person: me.person.id }], text }]
  const begun = { kind: trigger?.before ? 'changed' : 'created' }
  const asked: Tried | null = can
    ? {
        form: rule.form,
        definition: { ...definition, trigger: begun, when: null, steps },
        record: record.id,
        label: rule.label,
      }
    : null
  const filled = useFilled(settled.includes('{') ? asked : null)
  if (!here || !settled.includes('{') || here !== form) return null
  if (!record) return <p className="caption">{t('text.previewNone')}</p>
  if (filled.isLoadingError)
    return (
      <p className="caption">
        {t('text.previewFails', {
          why: isProblem(filled.error) ? (filled.error.errors[0]?.detail ?? filled.error.message) : '',
        })}
      </p>
    )
  if (filled.data?.seen === false) return <p className="caption">{t('text.previewUnseen')}</p>
  return (
    <p className={css.preview}>
      <Icon name="eye" size={14} />
      <span>
        <span className="t3">{t('text.previewOn', { title: record.title ?? `#${record.id}` })} </span>
        <span data-testid="preview">{filled.data?.text ?? (filled.isFetching ? '…' : t('text.previewEmpty'))}</span>
      </span>
    </p>
  )
}
