// A number picked between two ends; it can be typed as well.
import { useFormat } from '@/core/format'
import { Slider } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { NumberEditor } from '../NumberEditor'
import { Empty } from '../RefCell'

type Ends = { min: number; max: number; step: number; decimals: number; unit?: string | null | undefined }

const endsOf = ({ options = {} }: Pick<EditorProps['field'], 'options'>): Ends => ({
  min: options.min ?? 0,
  max: options.max ?? 100,
  step: (options.step as number | undefined) ?? 1,
  decimals: options.decimals ?? 0,
  unit: options.unit,
})

function Cell({ value, field }: CellProps) {
  const f = useFormat()
  if (typeof value !== 'number') return <Empty />
  const { min, max, decimals, unit } = endsOf(field)
  return (
    <span className={css.gauge}>
      <span className={css.track} aria-hidden>
        <span style={{ width: `${(100 * (value - min)) / (max - min)}%` }} />
      </span>
      {f.number(value, decimals)}
      {unit && <span className="t3">{unit}</span>}
    </span>
  )
}

function Editor(props: EditorProps) {
  const { value, onChange, onDone, field, disabled } = props
  const { min, max, step, decimals, unit } = endsOf(field)
  return (
    <span className={css.slider}>
      <Slider
        aria-label={props['aria-label']}
        disabled={disabled}
        value={typeof value === 'number' ? value : null}
        min={min}
        max={max}
        step={step}
        onChange={onChange}
        onDone={onDone}
      />
      <span className={css.narrow}>
        <NumberEditor {...props} decimals={decimals} after={unit ?? undefined} />
      </span>
    </span>
  )
}

function Operand({ op: _op, ...props }: OperandProps) {
  const { decimals, unit } = endsOf(props.field)
  return <NumberEditor {...props} decimals={decimals} after={unit ?? undefined} />
}

const slider: FieldKind = { key: 'slider', icon: 'slide', Cell, Editor, Operand, align: 'right', width: 128 }
export default slider
