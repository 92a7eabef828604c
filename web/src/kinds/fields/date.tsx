// A day.
import { DatePicker, DateWords } from '@/ui'
import { DateOperand } from '../DateOperand'
import type { CellProps, EditorProps, FieldKind } from '../kind'

function Cell({ value }: CellProps) {
  return <DateWords value={value as string | null} />
}

function Editor({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  return (
    <DatePicker
      {...rest}
      value={(value as string | null) ?? null}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
      onChange={(d) => {
        onChange(d)
        onDone?.(d)
      }}
      onClose={() => onDone?.()}
    />
  )
}

const date: FieldKind = { key: 'date', icon: 'calendar', Cell, Editor, Operand: DateOperand, width: 104 }
export default date
