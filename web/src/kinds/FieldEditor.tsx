// The control for a field's value; what cannot be written by hand is shown instead.
import { FieldCell } from './FieldCell'
import type { EditorProps } from './kind'
import { kindOf } from './registry'

type Ids = { id: string; 'aria-describedby'?: string | undefined; invalid: boolean }

/** `ids` are those that `Field` hands to its control. */
export function FieldEditor({ ids, ...props }: EditorProps & { ids?: Ids | undefined }) {
  const { Editor } = kindOf(props.field.kind)
  if (!Editor) return <FieldCell value={props.value} field={props.field} form={props.form} />
  return <Editor {...ids} {...props} />
}
