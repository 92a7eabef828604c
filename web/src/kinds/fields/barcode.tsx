// What a bar or QR code says: scanned where the browser can, else typed; shown as a QR code.
import { lazy, Suspense, useState } from 'react'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import { canScan } from '../barcode/detector'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'
import { TextEditor } from './text'

const Scanner = lazy(() => import('../barcode/Scanner'))
const QrPicture = lazy(() => import('@/ui/QrPicture'))

function Cell({ value, field, full }: CellProps) {
  if (typeof value !== 'string' || !value) return <Empty />
  if (!full || field.options?.picture === false) return <span className="ellipsis">{value}</span>
  return (
    <span className={css.lines}>
      <Suspense fallback={null}>
        <QrPicture text={value} />
      </Suspense>
      <span className="ellipsis">{value}</span>
    </span>
  )
}

function Editor(props: EditorProps) {
  const t = useText('fields')
  const [scanning, setScanning] = useState(false)
  return (
    <span className={css.option}>
      <TextEditor {...props} />
      {canScan() && (
        <IconButton icon="scan" label={t('scan')} disabled={props.disabled} onClick={() => setScanning(true)} />
      )}
      {scanning && (
        <Suspense fallback={null}>
          <Scanner
            onClose={() => setScanning(false)}
            onFound={(text) => {
              setScanning(false)
              props.onChange(text)
              props.onDone?.(text)
            }}
          />
        </Suspense>
      )}
    </span>
  )
}

const barcode: FieldKind = { key: 'barcode', icon: 'scan', Cell, Editor, width: 144 }
export default barcode
