// A moment, in the workspace's zone.
import { DateTimePicker, DateWords } from '@/ui'
import { DateOperand } from '../DateOperand'
import type { CellProps, EditorProps, FieldKind } from '../kind'

const PAST = new Set(['last_activity_at', 'created_at', 'updated_at', 'stage_since', 'owner_since'])

/** What lies behind is counted back (21 天前); plans say day and time. */
function Cell({ value, field }: CellProps) {
  const past = PAST.has(field.key)
  return <DateWords value={value as string | null} ago={past} withTime={!past} />
}

function Editor({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  return (
    <DateTimePicker
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

const datetime: FieldKind = { key: 'datetime', icon: 'clock', Cell, Editor, Operand: DateOperand, width: 124 }
export default datetime
