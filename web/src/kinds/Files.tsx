// Attached files as people meet them: pictures open over the page, PDFs beside it, the rest is downloaded.
import type { MouseEvent } from 'react'
import { fileUrl } from '@/core/files'
import { useFormat } from '@/core/format'
import { isPicture, showPictures } from '@/core/pictures'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import css from './kinds.module.css'

/** `among`: the pictures one can turn to from this one. */
type Props = { file: FileRef; among: FileRef[] }

/** A file by its name; with Ctrl or ⌘ a picture opens in a tab like any link. */
export function FileLink({ file, among, sized = false }: Props & { sized?: boolean }) {
  const f = useFormat()
  const picture = isPicture(file)
  const inline = picture || file.type === 'application/pdf'
  const open = (e: MouseEvent) => {
    e.stopPropagation()
    if (!picture || e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    showPictures(among, file)
  }
  const how = inline ? { target: '_blank', rel: 'noreferrer' } : { download: file.name }
  return (
    <span className={css.file}>
      <Icon name={picture ? 'image' : 'clip'} size={14} />
      <a className="ellipsis" href={fileUrl(file.id)} onClick={open} {...how}>
        {file.name}
      </a>
      {sized && file.size > 0 && <span className="caption">{f.bytes(file.size)}</span>}
    </span>
  )
}

/** A small picture to press. */
export function Thumb({ file, among, large = false }: Props & { large?: boolean }) {
  const t = useText('fields')
  return (
    <button
      type="button"
      className={`plain-button ${css.press}`}
      aria-label={t('showPicture', { name: file.name })}
      title={file.name}
      onClick={(e) => {
        e.stopPropagation()
        showPictures(among, file)
      }}
    >
      <img src={fileUrl(file.id, large ? 320 : 96)} alt="" className={large ? css.picture : css.thumb} loading="lazy" />
    </button>
  )
}

/** All files of one thing that happened: pictures first, then the others by name. */
export function FileList({ files }: { files: FileRef[] }) {
  const pictures = files.filter(isPicture)
  const others = files.filter((file) => !isPicture(file))
  if (files.length === 0) return null
  return (
    <div className={css.lines}>
      {pictures.length > 0 && (
        <div className={css.pictures}>
          {pictures.map((file) => (
            <Thumb key={file.id} file={file} among={pictures} large />
          ))}
        </div>
      )}
      {others.map((file) => (
        <FileLink key={file.id} file={file} among={pictures} sized />
      ))}
    </div>
  )
}
