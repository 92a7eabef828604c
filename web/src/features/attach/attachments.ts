// Files that wait beside a text for being sent with it: uploaded at once, kept as a draft until then.
import { useRef, useState } from 'react'
import { keepDraft, readDraft, dropDraft } from '@/core/drafts'
import { uploadFile } from '@/core/files'
import { useFormat } from '@/core/format'
import { del } from '@/core/http'
import { isProblem } from '@/core/problem'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'

type Kept = FileRef & { at: number }

/** As many as the server takes at once. */
export const MOST = 20
/** The server forgets an upload that hangs on nothing after a day. */
const LIFE = 23 * 3_600_000

/** What a draft still may name. */
export const alive = (kept: Kept[] | undefined, now = Date.now()): Kept[] =>
  (kept ?? []).filter((file) => now - file.at < LIFE)

export type Attachments = ReturnType<typeof useAttachments>

export function useAttachments(key: string) {
  const t = useText('record')
  const f = useFormat()
  const draft = `${key}.files`
  const [files, setFiles] = useState(() => alive(readDraft<Kept[]>(draft)))
  const [busy, setBusy] = useState<File[]>([])
  const [problem, setProblem] = useState('')
  const now = useRef(files) // several uploads end at their own times; each adds to what is there by then
  const put = (next: Kept[]) => {
    now.current = next
    setFiles(next)
    if (next.length) keepDraft(draft, next)
    else dropDraft(draft)
  }
  const upload = async (file: File) => {
    try {
      const { id, name, size, type } = await uploadFile(file)
      put([...now.current, { id, name, size, type, at: Date.now() }])
    } catch (e) {
      setProblem(t('notUploaded', { name: file.name, why: isProblem(e) ? e.message : String(e) }))
    } finally {
      setBusy((all) => all.filter((each) => each !== file))
    }
  }
  const add = (chosen: File[]) => {
    setProblem('')
    const room = MOST - now.current.length - busy.length
    if (chosen.length > room) setProblem(t('tooManyFiles', { count: MOST }))
    const pasted = t('pasted', { at: f.exact(new Date().toISOString()).replace(':', '.') })
    const taken = chosen.slice(0, Math.max(0, room)).map((file) => named(file, pasted))
    setBusy((all) => [...all, ...taken])
    return Promise.all(taken.map(upload))
  }
  const remove = (id: number) => {
    put(now.current.filter((file) => file.id !== id))
    void del(`/files/${id}`).catch(() => undefined) // what stays behind the server clears by itself
  }
  return { files, busy, problem, add: (chosen: File[]) => void add(chosen), remove, drop: () => put([]) }
}

/** Browsers call every pasted picture "image.png": two of them could not be told apart. */
export function named(file: File, name: string): File {
  const ending = /^image\.(png|jpe?g|gif|webp)$/i.exec(file.name)?.[1]
  return ending ? new File([file], `${name}.${ending.toLowerCase()}`, { type: file.type }) : file
}

/** What a paste brings: files, unless there are words too (a table copied from a sheet comes as both). */
export const pastedFiles = (data: DataTransfer): File[] => (data.getData('text/plain') ? [] : [...data.files])
