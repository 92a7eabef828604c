// A time of day.
import { TimePicker } from '@/ui'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { Empty } from '../RefCell'

function Cell({ value }: CellProps) {
  return typeof value === 'string' && value ? <span>{value}</span> : <Empty />
}

function Editor({ value, onChange, onDone, field, form: _f, ...rest }: EditorProps) {
  return (
    <TimePicker
      {...rest}
      seconds={field.options?.seconds === true}
      step={field.options?.step as number | undefined}
      value={(value as string | null) ?? null}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
      onChange={(v) => {
        onChange(v)
        onDone?.(v)
      }}
      onClose={() => onDone?.()}
    />
  )
}

const time: FieldKind = { key: 'time', icon: 'clock', Cell, Editor, width: 88 }
export default time
