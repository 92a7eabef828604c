// What no line can say: fixed values, formulas, and which column of a table goes into which.
import { lazy, Suspense } from 'react'
import { useFormat } from '@/core/format'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Button, IconButton, Segmented, Select, TextArea } from '@/ui'
import { useBench } from '../sight'
import { drawn, endOf, fitsWhole } from '../model/pushes'
import type { PushStepDef, PutDef } from '../model/types'
import css from './Pushes.module.css'

const FormulaEditor = lazy(() => import('@/features/formula/FormulaEditor').then((m) => ({ default: m.FormulaEditor })))

type Props = {
  source: Form
  target: Form
  step: PushStepDef
  onChange: (step: PushStepDef, run?: string) => void
}

export function MapExtras({ source, target, step, onChange }: Props) {
  const puts = step.puts ?? []
  const set = (key: string, put: Omit<PutDef, 'put'> | null, run?: boolean) =>
    onChange({ ...step, puts: drawn(puts, key, put) }, run ? `put.${step.key}.${key}` : undefined)
  return (
    <>
      {puts.map((put) => {
        const field = target.fields.find((x) => x.key === put.put)
        if (!field) return null
        if (field.kind === 'detail' && put.take)
          return <Columns key={put.put} source={source} field={field} put={put} set={set} />
        return endOf(put) ? null : <Given key={put.put} target={target} field={field} put={put} set={set} />
      })}
    </>
  )
}

type SetPut = (key: string, put: Omit<PutDef, 'put'> | null, run?: boolean) => void
type GivenProps = { target: Form; field: Field; put: PutDef; set: SetPut }

/** A fixed value or a formula over the record that is pushed. */
function Given({ target, field, put, set }: GivenProps) {
  const t = useText('pushDesign')
  const f = useFormat()
  const name = f.words(field.label) || field.key
  const formula = put.formula !== undefined && put.formula !== null
  return (
    <div className={css.extra} role="group" aria-label={name}>
      <span title={name}>{name}</span>
      <div>
        <Segmented
          size="small"
          aria-label={t('giveValue', { name })}
          value={formula ? 'formula' : 'constant'}
          options={[
            { value: 'constant', label: t('constant') },
            { value: 'formula', label: t('formula') },
          ]}
          onChange={(how) => set(field.key, how === 'formula' ? { formula: '' } : { value: null })}
        />
        {formula ? (
          <Worked text={put.formula ?? ''} onChange={(text) => set(field.key, { formula: text }, true)} />
        ) : (
          <FieldEditor
            field={{ ...field, required: false, readonly: false }}
            form={target}
            size="small"
            value={put.value ?? null}
            onChange={(value) => set(field.key, { value }, true)}
            aria-label={name}
          />
        )}
      </div>
      <IconButton
        icon="close"
        size="small"
        tone="quiet"
        label={t('letGo', { name })}
        onClick={() => set(field.key, null)}
      />
    </div>
  )
}

function Worked({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useText('pushDesign')
  const { form, inForce } = useBench()
  if (inForce === null)
    return <TextArea aria-label={t('formula')} rows={[2, 8]} value={text} onChange={(now) => onChange(now)} />
  return (
    <Suspense>
      <FormulaEditor
        form={form.key}
        purpose="value"
        value={text}
        onChange={(formula) => formula && onChange(formula.text)}
        aria-label={t('formula')}
      />
    </Suspense>
  )
}

type ColumnsProps = { source: Form; field: Field; put: PutDef; set: SetPut }

function Columns({ source, field, put, set }: ColumnsProps) {
  const t = useText('pushDesign')
  const f = useFormat()
  const ours = source.fields.find((x) => x.key === put.take)?.fields ?? []
  const theirs = field.fields ?? []
  const pairs = put.columns ?? []
  const change = (columns: NonNullable<PutDef['columns']>) => set(field.key, { take: put.take, columns })
  const options = (fields: Field[]) => fields.map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))
  return (
    <div role="group" aria-label={t('columns', { name: f.words(field.label) })}>
      <span className="caption">{t('columns', { name: f.words(field.label) })}</span>
      {pairs.map((pair, i) => {
        const from = ours.find((x) => x.key === pair.take)
        const put1 = (next: Partial<typeof pair>) => change(pairs.map((x, j) => (j === i ? { ...x, ...next } : x)))
        return (
          <div key={i} className={css.columns}>
            <Select
              size="small"
              aria-label={t('ourColumn')}
              placeholder={t('ourColumn')}
              value={pair.take || null}
              options={options(ours)}
              onChange={(take) => put1({ take: take ?? '' })}
            />
            <span>→</span>
            <Select
              size="small"
              aria-label={t('theirColumn')}
              placeholder={t('theirColumn')}
              value={pair.put || null}
              options={options(theirs.filter((x) => !from || fitsWhole(from, x)))}
              onChange={(key) => put1({ put: key ?? '' })}
            />
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('removeColumn')}
              onClick={() => change(pairs.filter((_, j) => j !== i))}
            />
          </div>
        )
      })}
      <Button size="small" look="text" icon="plus" onClick={() => change([...pairs, { take: '', put: '' }])}>
        {t('addColumn')}
      </Button>
    </div>
  )
}
