// Files of a visitor: uploaded at once, small and few; the entry names them.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import type { ControlProps } from './Control'
import type { Uploaded } from './model'
import css from './PublicPage.module.css'
import { upload } from './talk'
import { useWords } from './words'

type Props = ControlProps & { id: string; label: string; about: string | undefined }

export function FilesControl({ field, value, onChange, slug, proof, label, about }: Props) {
  const { t, language } = useWords()
  const files = Array.isArray(value) ? (value as Uploaded[]) : []
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const most = field.options.max_count ?? 1
  const add = async (chosen: File[]) => {
    if (!proof) return
    setBusy(true)
    setProblem('')
    const done: Uploaded[] = []
    for (const file of chosen.slice(0, most - files.length)) {
      try {
        done.push(await upload(slug, language, proof, field.key, file))
      } catch (e) {
        setProblem(isProblem(e) && e.status ? (e.errors[0]?.detail ?? e.message) : t('noNetwork'))
      }
    }
    setBusy(false)
    if (done.length) onChange([...files, ...done])
  }
  return (
    <div role="group" aria-labelledby={label} aria-describedby={about} className={css.files}>
      {files.map((file) => (
        <span key={file.id} className={css.file}>
          <span className="ellipsis">{file.name}</span>
          <button
            type="button"
            aria-label={t('remove', { name: file.name })}
            onClick={() => onChange(files.filter((each) => each.id !== file.id))}
          >
            ×
          </button>
        </span>
      ))}
      {files.length < most && (
        <label className={css.add} aria-busy={busy}>
          {busy ? t('uploading') : `+ ${t('addFile')}`}
          <input
            type="file"
            className="visually-hidden"
            multiple={most > 1}
            disabled={busy}
            accept={accept(field.options.types ?? [], field.kind)}
            onChange={(e) => {
              void add([...(e.target.files ?? [])])
              e.target.value = ''
            }}
          />
        </label>
      )}
      <span className={css.hint}>{t('fileHint', { count: most, size: field.options.max_size ?? 10 })}</span>
      {problem && (
        <span role="alert" className={css.error}>
          {problem}
        </span>
      )}
    </div>
  )
}

const accept = (types: string[], kind: string): string | undefined =>
  types.length ? types.map((type) => `.${type}`).join(',') : kind === 'image' ? 'image/*' : undefined
