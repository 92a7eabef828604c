// What a field kind is: how its values are shown, edited, asked for in filters and written.
import type { ComponentType } from 'react'
import type { Field, Form, Row, Value } from '@/core/types'
import type { IconName } from '@/ui'

export type CellProps = {
  value: Value
  field: Field
  row?: Row | undefined
  form?: Form | undefined
  /** There is room for everything: the record page, not a table's cell. */
  full?: boolean | undefined
}

export type EditorProps = {
  /** In the shape the API reads: `{id, title}` for a relation, ISO text for a date. */
  value: Value
  onChange: (value: Value) => void
  field: Field
  form?: Form | undefined
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  invalid?: boolean | undefined
  disabled?: boolean | undefined
  autoFocus?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  /** The person has finished (Enter, blur, picked); edit-in-place saves now. The value is given when it changed in the same moment. */
  onDone?: ((value?: Value) => void) | undefined
}

export type OperandProps = {
  value: Value
  onChange: (value: Value) => void
  field: Field
  op: string
  /** The answer must not depend on who looks: no "me", no "my department". */
  settled?: boolean | undefined
  /** The field's name, for the control. */
  'aria-label'?: string | undefined
}

export type FieldKind = {
  key: string
  icon: IconName
  Cell: ComponentType<CellProps>
  /** Absent: never written by hand (serial numbers). */
  Editor?: ComponentType<EditorProps>
  /** The value box of a filter row; when absent the operand follows from the editor. */
  Operand?: ComponentType<OperandProps>
  align?: 'right'
  /** Usual column width in pixels. */
  width: number
  /** Read shape → what writing accepts; identity when absent. */
  toWrite?: (value: Value, field: Field) => Value
  /** Too large to edit inside a table cell: long text, detail tables, files. */
  block?: boolean
}
