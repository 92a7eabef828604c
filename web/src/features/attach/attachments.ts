// Files that wait beside a text for being sent with it: uploaded at once, kept as a draft until then.
import { useLayoutEffect } from 'react'
import { uploadFile } from '@/core/files'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Id } from '@/core/types'
import { addWaiting, begin, countWaiting, dropWaiting, end, recall, tellProblem, useWaiting } from '@/core/waiting'
import { useText } from '@/i18n'

/** As many as the server takes at once. */
export const MOST = 20

export type Attachments = ReturnType<typeof useAttachments>

export function useAttachments(key: string) {
  const t = useText('record')
  const f = useFormat()
  const draft = `${key}.files`
  const waiting = useWaiting(draft)
  useLayoutEffect(() => {
    recall(draft)
    return () => tellProblem(draft, '') // read by now; what fails from here on is told when the composer opens again
  }, [draft])
  const upload = async (file: File) => {
    try {
      addWaiting(draft, await uploadFile(file))
    } catch (e) {
      tellProblem(draft, t('notUploaded', { name: file.name, why: isProblem(e) ? e.message : String(e) }))
    } finally {
      end(draft, file)
    }
  }
  const add = (chosen: File[]) => {
    const room = Math.max(0, MOST - countWaiting(draft))
    tellProblem(draft, chosen.length > room ? t('tooManyFiles', { count: MOST }) : '')
    const pasted = t('pasted', { at: f.exact(new Date().toISOString()).replace(':', '.') })
    const taken = chosen.slice(0, room).map((file) => named(file, pasted))
    begin(draft, taken)
    for (const file of taken) void upload(file)
  }
  // Nothing is deleted on the server: a sent file, whose answer got lost, hangs on its record; others are swept there.
  const drop = (ids: Id[]) => dropWaiting(draft, ids)
  return { ...waiting, add, remove: (id: Id) => drop([id]), drop }
}

/** Browsers call every pasted picture "image.png": two of them could not be told apart. */
export function named(file: File, name: string): File {
  const ending = /^image\.(png|jpe?g|gif|webp)$/i.exec(file.name)?.[1]
  return ending ? new File([file], `${name}.${ending.toLowerCase()}`, { type: file.type }) : file
}

/** What a paste brings: files, unless there are words too (a table copied from a sheet comes as both). */
export const pastedFiles = (data: DataTransfer): File[] => (data.getData('text/plain') ? [] : [...data.files])
