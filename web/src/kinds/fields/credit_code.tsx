// The unified social credit code of an organisation; the server judges its check character.
import type { EditorProps, FieldKind } from '../kind'
import { TextCell, TextEditor } from './text'

function Editor(props: EditorProps) {
  return <TextEditor {...props} field={{ ...props.field, options: { max_length: 24 } }} />
}

const creditCode: FieldKind = { key: 'credit_code', icon: 'account', Cell: TextCell, Editor, width: 176 }
export default creditCode
