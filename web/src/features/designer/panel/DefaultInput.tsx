// What a new record begins with: nothing, a value, the day, the moment, or whoever makes it.
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Field, Select } from '@/ui'
import { useBench } from '../sight'
import type { FieldDef } from '../model/types'
import { fieldView } from '../model/view'

const MODES: { [operand: string]: string[] } = {
  date: ['none', 'value', 'today'],
  datetime: ['none', 'value', 'now'],
  person: ['none', 'actor'],
}
const NO_DEFAULT = new Set(['detail', 'location', 'rich_text'])
const PLAIN = ['none', 'value']
const WITH_VALUE = new Set(['text', 'number', 'date', 'datetime', 'choice', 'choices', 'switch'])

export function defaultModes(field: FieldDef, operand: string, computed: boolean): string[] {
  if (computed || NO_DEFAULT.has(field.kind) || field.options?.currency === 'record') return []
  return MODES[operand] ?? (WITH_VALUE.has(operand) ? PLAIN : [])
}

export function modeOf(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'object' && !Array.isArray(value)) return Object.keys(value)[0] ?? 'value'
  return 'value'
}

type Props = { field: FieldDef; onChange: (value: unknown) => void; error?: string | undefined }

export function DefaultInput({ field, onChange, error }: Props) {
  const t = useText('designer')
  const { kinds, view } = useBench()
  const kind = kinds.get(field.kind)
  const modes = defaultModes(field, kind?.operand ?? 'text', kind?.computed ?? false)
  if (modes.length === 0) return null
  const now = modeOf(field.default)
  const start = field.kind === 'switch' ? true : field.kind === 'choices' ? [] : ''
  const put = (mode: string | null) =>
    onChange(mode === 'none' || mode === null ? null : mode === 'value' ? start : { [mode]: true })
  return (
    <Field label={t('default')} error={error}>
      {(ids) => (
        <>
          <Select
            {...ids}
            value={now}
            onChange={put}
            options={modes.map((m) => ({ value: m, label: t(`defaults.${m as 'none'}`) }))}
          />
          {now === 'value' && (
            <FieldEditor
              field={{ ...fieldView(field, kinds), required: true }}
              form={view}
              value={field.default ?? null}
              onChange={onChange}
              aria-label={t('default')}
            />
          )}
        </>
      )}
    </Field>
  )
}
