// Uploading files; a record then refers to them by id.
import { apiUrl, post } from './http'
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
