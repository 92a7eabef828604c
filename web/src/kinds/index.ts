// Field kinds by key, found in `fields/`, and the components that pick the right one.
export { FieldCell } from './FieldCell'
export { FieldEditor } from './FieldEditor'
export { FileList } from './Files'
export { filesOf } from './FilesEditor'
export { FieldOperand, needsNoValue } from './FieldOperand'
export { kindOf } from './registry'
export { isEmpty, toWrite } from './write'
export type { CellProps, EditorProps, FieldKind, OperandProps } from './kind'
