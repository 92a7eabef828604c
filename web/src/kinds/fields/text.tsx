// One line of text.
import { Input } from '@/ui'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { OfferSelect } from '../OfferSelect'
import { Empty } from '../RefCell'

export function TextCell({ value }: CellProps) {
  return value ? <span className="ellipsis">{String(value)}</span> : <Empty />
}

/** Enter or leaving the box finishes; an empty box is null. */
export function TextEditor(props: EditorProps) {
  return props.field.offers ? <OfferSelect {...props} /> : <Line {...props} />
}

function Line({ value, onChange, field, onDone, form: _f, ...rest }: EditorProps) {
  return (
    <Input
      {...rest}
      value={typeof value === 'string' ? value : value == null ? '' : String(value)}
      onChange={(v) => onChange(v === '' ? null : v)}
      maxLength={field.options?.max_length}
      onBlur={() => onDone?.()}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && !e.nativeEvent.isComposing) onDone?.()
      }}
    />
  )
}

const text: FieldKind = { key: 'text', icon: 'pencil', Cell: TextCell, Editor: TextEditor, width: 160 }
export default text
