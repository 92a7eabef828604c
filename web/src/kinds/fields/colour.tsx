// A colour: its patch and its code.
import { lazy, Suspense } from 'react'
import { useText } from '@/i18n'
import { chartColours, Input, lightPalette } from '@/ui'
import { DoneButton } from '../DoneButton'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const ColourPicker = lazy(() => import('@/ui/ColourPicker'))

function Cell({ value }: CellProps) {
  if (typeof value !== 'string' || !value) return <Empty />
  return (
    <span className={css.option}>
      <span className={css.patch} style={{ background: value }} />
      {value}
    </span>
  )
}

function Editor({ value, onChange, onDone, field, id, ...rest }: EditorProps) {
  const t = useText('fields')
  const code = typeof value === 'string' ? value : null
  const own = (field.options?.presets as string[] | undefined) ?? []
  const presets = { label: t('colours'), colours: own.length ? own : chartColours(lightPalette) }
  return (
    <span className={css.option}>
      <Suspense fallback={null}>
        <ColourPicker value={code} onChange={onChange} presets={presets} disabled={rest.disabled} size={rest.size} />
      </Suspense>
      <Input
        {...rest}
        id={id}
        placeholder="#0b6c86"
        maxLength={7}
        value={code ?? ''}
        onChange={(v) => onChange(v === '' ? null : v)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') onDone?.()
        }}
      />
      <DoneButton onDone={onDone} />
    </span>
  )
}

function Operand({ op: _op, ...props }: OperandProps) {
  return <Editor {...props} />
}

const colour: FieldKind = { key: 'colour', icon: 'palette', Cell, Editor, Operand, width: 104 }
export default colour
