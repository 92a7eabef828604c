// Uploading files; a record then refers to them by id.
import { apiUrl, post, type MadeFile } from './http'
import type { FileRef } from './types'

export function uploadFile(file: File): Promise<FileRef> {
  const body = new FormData()
  body.append('file', file)
  return post<FileRef>('/files', body)
}

/** `size`: the longest side of a small picture instead of the file. */
export const fileUrl = (id: number, size?: number): string => apiUrl(`/files/${id}`, { size })

/** A file that was uploaded, to be sent once more to another door. */
export async function fetchFile(id: number, name: string): Promise<File> {
  const reply = await fetch(fileUrl(id), { credentials: 'same-origin' })
  if (!reply.ok) throw new Error(reply.statusText)
  return new File([await reply.blob()], name)
}

/** Hands a made file to the browser to save. */
export function save(file: MadeFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file.blob)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
