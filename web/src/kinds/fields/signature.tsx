// A signature drawn by hand.
import { lazy, Suspense } from 'react'
import { Thumb } from '../Files'
import { filesOf } from '../FilesEditor'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

const SignatureEditor = lazy(() => import('../signature/SignatureEditor'))

function Cell({ value, full }: CellProps) {
  const files = filesOf(value)
  if (!files[0]) return <Empty />
  return (
    <span className={full ? css.signed : undefined}>
      <Thumb file={files[0]} among={files} large={full ?? false} />
    </span>
  )
}

function Editor({ value, onChange, onDone, field: _d, form: _f, size: _s, invalid: _i, ...rest }: EditorProps) {
  return (
    <Suspense fallback={<button type="button" disabled className={css.sheet} aria-hidden />}>
      <SignatureEditor {...rest} value={filesOf(value)} onChange={onChange} onDone={onDone} />
    </Suspense>
  )
}

const signature: FieldKind = {
  key: 'signature',
  icon: 'contract',
  Cell,
  Editor,
  width: 104,
  block: true,
  toWrite: (v) => filesOf(v).map((f) => f.id),
}
export default signature
