// A first and a last day.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { DatePicker, DateRangePicker, type Days } from '@/ui'
import { DateOperand } from '../DateOperand'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const isDays = (v: Value): v is Days => typeof v === 'object' && v !== null && 'start' in v && 'end' in v

function Cell({ value }: CellProps) {
  const f = useFormat()
  if (!isDays(value)) return <Empty />
  const { start, end } = value
  return (
    <span style={{ whiteSpace: 'nowrap' }} title={`${start} ~ ${end}`}>
      {f.shortDate(start)}
      {start !== end && ` ~ ${f.shortDate(end)}`}
    </span>
  )
}

function Editor(props: EditorProps) {
  const phone = usePhone()
  const { value, onChange, onDone, field: _d, form: _f, ...rest } = props
  if (phone) return <Two {...props} />
  return (
    <DateRangePicker
      {...rest}
      value={isDays(value) ? value : null}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
      onChange={(days) => {
        onChange(days)
        onDone?.(days)
      }}
      onClose={() => onDone?.()}
    />
  )
}

/** Two boxes one beside the other, each with a calendar that fits a phone; half a range is not a value yet. */
function Two({ value, onChange, onDone, field: _d, form: _f, ...rest }: EditorProps) {
  const t = useText('fields')
  const days = isDays(value) ? value : null
  const [draft, setDraft] = useState({ start: days?.start ?? null, end: days?.end ?? null })
  const put = (next: typeof draft) => {
    setDraft(next)
    const whole = next.start && next.end ? { start: next.start, end: next.end } : null
    onChange(whole)
    if (whole || (!next.start && !next.end)) onDone?.(whole)
  }
  return (
    <span className={css.between}>
      <DatePicker
        {...rest}
        aria-label={t('firstDay')}
        value={draft.start}
        onChange={(start) => put({ ...draft, start })}
      />
      <span className="t3">{t('to')}</span>
      <DatePicker
        size={rest.size}
        disabled={rest.disabled}
        invalid={rest.invalid}
        aria-label={t('lastDay')}
        value={draft.end}
        onChange={(end) => put({ ...draft, end })}
      />
    </span>
  )
}

function Operand(props: OperandProps) {
  return <DateOperand {...props} op={props.op === 'overlaps' ? 'between' : props.op} />
}

const dateRange: FieldKind = { key: 'date_range', icon: 'calendar', Cell, Editor, Operand, width: 168 }
export default dateRange
