// Formatted text; the server has cleaned whatever is shown here.
import { lazy, Suspense } from 'react'
import { Input, TextArea } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'
import rich from '../rich/rich.module.css'

const RichEditor = lazy(() => import('../rich/RichEditor'))

/** What the text says, on one line. */
export const plainText = (html: string): string =>
  new DOMParser()
    .parseFromString(html.replace(/<\/(p|li|h\d|blockquote)>|<br>/g, ' $&'), 'text/html')
    .body.textContent.replace(/\s+/g, ' ')
    .trim()

function Cell({ value, full }: CellProps) {
  if (typeof value !== 'string' || !value) return <Empty />
  if (full) return <div className={rich.rich} dangerouslySetInnerHTML={{ __html: value }} />
  const text = plainText(value)
  return (
    <span className={css.clamp} title={text}>
      {text}
    </span>
  )
}

function Editor({ value, onChange, onDone, field: _d, form: _f, size: _s, ...rest }: EditorProps) {
  const html = typeof value === 'string' ? value : ''
  const waiting = <TextArea {...rest} autoFocus={false} disabled value={plainText(html)} onChange={() => undefined} />
  return (
    <Suspense fallback={waiting}>
      <RichEditor {...rest} value={html} onChange={onChange} onDone={onDone && (() => onDone())} />
    </Suspense>
  )
}

function Operand({ value, onChange, ...rest }: OperandProps) {
  return <Input aria-label={rest['aria-label']} value={typeof value === 'string' ? value : ''} onChange={onChange} />
}

const richText: FieldKind = { key: 'rich_text', icon: 'file', Cell, Editor, Operand, width: 240, block: true }
export default richText
