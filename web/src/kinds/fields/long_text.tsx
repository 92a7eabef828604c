// Several lines of text.
import { Input, TextArea } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

function Cell({ value }: CellProps) {
  return value ? (
    <span className={css.clamp} title={String(value)}>
      {String(value)}
    </span>
  ) : (
    <Empty />
  )
}

function Editor({ value, onChange, field, onDone, size: _s, form: _f, ...rest }: EditorProps) {
  return (
    <TextArea
      {...rest}
      value={typeof value === 'string' ? value : ''}
      onChange={(v) => onChange(v === '' ? null : v)}
      maxLength={field.options?.max_length}
      onBlur={() => onDone?.()}
    />
  )
}

function Operand({ value, onChange, ...rest }: OperandProps) {
  return <Input aria-label={rest['aria-label']} value={typeof value === 'string' ? value : ''} onChange={onChange} />
}

const longText: FieldKind = { key: 'long_text', icon: 'rows', Cell, Editor, Operand, width: 240, block: true }
export default longText
