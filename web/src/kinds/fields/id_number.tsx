// A citizen's identity number; the server judges its check character.
import type { EditorProps, FieldKind } from '../kind'
import { TextCell, TextEditor } from './text'

function Editor(props: EditorProps) {
  return <TextEditor {...props} field={{ ...props.field, options: { max_length: 24 } }} />
}

const idNumber: FieldKind = { key: 'id_number', icon: 'contact', Cell: TextCell, Editor, width: 168 }
export default idNumber
