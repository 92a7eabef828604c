// Adding and removing files; they are uploaded at once, the record keeps their ids.
import { useState } from 'react'
import { uploadFile } from '@/core/files'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { FileRef, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Dropzone, FieldError, Icon, IconButton } from '@/ui'
import type { EditorProps } from './kind'
import css from './kinds.module.css'

export const filesOf = (value: Value): FileRef[] => (Array.isArray(value) ? (value as FileRef[]) : [])

export function FilesEditor({ value, onChange, disabled, accept, onDone }: EditorProps & { accept?: string }) {
  const t = useText('fields')
  const f = useFormat()
  const files = filesOf(value)
  const [busy, setBusy] = useState(0)
  const [problem, setProblem] = useState('')
  const add = async (chosen: File[]) => {
    setBusy(chosen.length)
    setProblem('')
    const settled = await Promise.allSettled(chosen.map(uploadFile))
    setBusy(0)
    const refused = settled.find((s) => s.status === 'rejected')
    if (refused) setProblem(isProblem(refused.reason) ? refused.reason.message : String(refused.reason))
    const next = [...files, ...settled.filter((s) => s.status === 'fulfilled').map((s) => s.value)]
    onChange(next)
    onDone?.(next)
  }
  const remove = (id: number) => {
    const next = files.filter((x) => x.id !== id)
    onChange(next)
    onDone?.(next)
  }
  return (
    <div className={css.lines}>
      {files.map((file) => (
        <span key={file.id} className={css.file}>
          <Icon name="file" size={14} />
          <span className="ellipsis">{file.name}</span>
          <span className="caption">{f.bytes(file.size)}</span>
          <IconButton
            icon="close"
            size="small"
            label={t('removeFile', { name: file.name })}
            onClick={() => remove(file.id)}
            disabled={disabled}
          />
        </span>
      ))}
      <Dropzone
        compact
        multiple
        onFiles={(list) => void add(list)}
        disabled={Boolean(disabled) || busy > 0}
        text={busy ? t('uploading') : t('addFile')}
        {...(accept ? { accept } : {})}
      />
      <FieldError>{problem}</FieldError>
    </div>
  )
}
