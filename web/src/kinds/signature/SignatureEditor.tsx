// A sheet to sign on with finger, pen or mouse; each pause uploads what is there. Loaded when first needed.
import { useCallback, useEffect, useRef, useState } from 'react'
import SignaturePad from 'signature_pad'
import { uploadFile } from '@/core/files'
import { isProblem } from '@/core/problem'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'
import { Button, FieldError, FilePick } from '@/ui'
import { DoneButton } from '../DoneButton'
import css from '../kinds.module.css'

type Props = {
  value: FileRef[]
  onChange: (value: FileRef[]) => void
  onDone?: ((value: FileRef[]) => void) | undefined
  id?: string | undefined
  disabled?: boolean | undefined
  'aria-label'?: string | undefined
}

const INK = '#10232a'
const PAUSE = 600

export default function SignatureEditor({ value, onChange, onDone, id, disabled, ...rest }: Props) {
  const t = useText('fields')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const put = async (file: File) => {
    setBusy(true)
    setProblem('')
    try {
      onChange([await uploadFile(file)])
    } catch (e) {
      setProblem(isProblem(e) ? e.message : String(e))
    } finally {
      setBusy(false)
    }
  }
  const { canvas, clear } = useSheet(disabled ?? false, (png) => void put(new File([png], 'signature.png', PNG)))
  return (
    <div className={css.lines}>
      <canvas
        ref={canvas}
        id={id}
        className={css.sheet}
        role="img"
        aria-label={rest['aria-label'] ?? t('signHere')}
        data-signed={value.length > 0}
      />
      <span className={css.option}>
        <Button
          size="small"
          icon="undo"
          disabled={disabled ?? false}
          onClick={() => {
            clear()
            onChange([])
          }}
        >
          {t('signAgain')}
        </Button>
        <FilePick
          icon="upload"
          size="small"
          label={t('signByFile')}
          onFiles={([first]) => {
            if (first) void put(first)
          }}
        />
        <DoneButton onDone={onDone && (() => onDone(value))} loading={busy} />
        <span className="caption" role="status">
          {busy ? t('uploading') : value.length > 0 ? t('signed') : ''}
        </span>
      </span>
      <FieldError>{problem}</FieldError>
    </div>
  )
}

const PNG = { type: 'image/png' }

/** The canvas, as sharp as the screen, and what is drawn on it once the hand rests. */
function useSheet(disabled: boolean, onRest: (png: Blob) => void) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad | null>(null)
  const rest = useRef(onRest)
  rest.current = onRest
  useEffect(() => {
    const sheet = canvas.current
    const context = sheet?.getContext('2d')
    if (!sheet || !context) return undefined
    const ratio = Math.max(window.devicePixelRatio, 1)
    sheet.width = sheet.offsetWidth * ratio
    sheet.height = sheet.offsetHeight * ratio
    context.scale(ratio, ratio)
    const drawn = new SignaturePad(sheet, { penColor: INK, backgroundColor: '#ffffff' })
    pad.current = drawn
    if (disabled) drawn.off()
    let timer = 0
    const later = () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => sheet.toBlob((png) => png && rest.current(png), 'image/png'), PAUSE)
    }
    drawn.addEventListener('endStroke', later)
    return () => {
      window.clearTimeout(timer)
      drawn.off()
    }
  }, [disabled])
  const clear = useCallback(() => pad.current?.clear(), [])
  return { canvas, clear }
}
