// The box around a composer that takes pasted and dropped files, the paperclip, and the chips of what is attached.
import { useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react'
import { fileUrl } from '@/core/files'
import { useFormat } from '@/core/format'
import { isPicture, showPictures } from '@/core/pictures'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'
import { FieldError, FilePick, Icon, IconButton } from '@/ui'
import css from './Attach.module.css'
import { pastedFiles, type Attachments } from './attachments'

type BoxProps = { attachments: Attachments; className: string; onFocus?: () => void; children: ReactNode }

export function AttachBox({ attachments, className, onFocus, children }: BoxProps) {
  const t = useText('record')
  const [over, setOver] = useState(false)
  const paste = (e: ClipboardEvent) => {
    const files = pastedFiles(e.clipboardData)
    if (files.length === 0) return
    e.preventDefault()
    attachments.add(files)
  }
  const drag = (e: DragEvent) => {
    if (!e.dataTransfer.types.includes('Files')) return
    e.preventDefault()
    setOver(true)
  }
  const drop = (e: DragEvent) => {
    if (!e.dataTransfer.types.includes('Files')) return
    e.preventDefault()
    setOver(false)
    attachments.add([...e.dataTransfer.files])
    onFocus?.()
  }
  const leave = (e: DragEvent) => !e.currentTarget.contains(e.relatedTarget as Node | null) && setOver(false)
  return (
    <div
      className={[className, css.target].join(' ')}
      onFocus={onFocus}
      onPaste={paste}
      onDragOver={drag}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {over && <div className={css.over}>{t('dropToAttach')}</div>}
    </div>
  )
}

export function Paperclip({ attachments }: { attachments: Attachments }) {
  const t = useText('record')
  return <FilePick icon="clip" size="small" label={t('attach')} onFiles={attachments.add} />
}

export function AttachedChips({ attachments }: { attachments: Attachments }) {
  const { files, busy, problem, remove } = attachments
  const t = useText('record')
  if (files.length + busy.length === 0 && !problem) return null
  return (
    <>
      <ul className={css.chips} aria-label={t('attached')}>
        {files.map((file) => (
          <Chip key={file.id} file={file} among={files} onRemove={() => remove(file.id)} />
        ))}
        {busy.map((file, i) => (
          <li key={`${file.name}${i}`} className={css.chip} aria-busy>
            <Icon name="upload" size={14} />
            <span className="ellipsis">{file.name}</span>
            <span className="caption">{t('uploading')}</span>
          </li>
        ))}
      </ul>
      <FieldError>{problem}</FieldError>
    </>
  )
}

type ChipProps = { file: FileRef; among: FileRef[]; onRemove: () => void }

function Chip({ file, among, onRemove }: ChipProps) {
  const t = useText('fields')
  const f = useFormat()
  return (
    <li className={css.chip}>
      {isPicture(file) ? (
        <button
          type="button"
          className="plain-button"
          aria-label={t('showPicture', { name: file.name })}
          onClick={() => showPictures(among, file)}
        >
          <img src={fileUrl(file.id, 96)} alt="" className={css.thumb} />
        </button>
      ) : (
        <Icon name="file" size={14} />
      )}
      <span className="ellipsis" title={file.name}>
        {file.name}
      </span>
      <span className="caption">{f.bytes(file.size)}</span>
      <IconButton
        icon="close"
        size="small"
        tone="quiet"
        label={t('removeFile', { name: file.name })}
        onClick={onRemove}
      />
    </li>
  )
}
