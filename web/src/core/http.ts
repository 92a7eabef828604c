// The one way to the server: JSON in and out, CSRF header, problems as errors.
import { Problem, type ProblemBody } from './problem'
import { usePreferences } from './preferences'

/** Said at the field when there was no answer; everything else a problem says comes from the server. */
const NO_NETWORK = {
  'zh-CN': '连不上服务器，检查网络后再试',
  'en-US': 'The server cannot be reached; check the network and try again',
}

type Query = { [key: string]: string | number | boolean | null | undefined }

export type RequestOptions = {
  query?: Query
  signal?: AbortSignal
  /** Makes a repeated POST or PATCH answer the stored reply. */
  idempotencyKey?: string
}

export const get = <T>(path: string, o?: RequestOptions) => request<T>('GET', path, undefined, o)
export const post = <T>(path: string, body?: unknown, o?: RequestOptions) => request<T>('POST', path, body, o)
export const put = <T>(path: string, body?: unknown, o?: RequestOptions) => request<T>('PUT', path, body, o)
export const patch = <T>(path: string, body?: unknown, o?: RequestOptions) => request<T>('PATCH', path, body, o)
export const del = <T = void>(path: string, o?: RequestOptions) => request<T>('DELETE', path, undefined, o)

/** A fresh key for one intended write; keep it across retries of the same write. */
export const newIdempotencyKey = (): string => crypto.randomUUID()

/** Address of an API path with its query, for links and downloads. */
export function apiUrl(path: string, query?: Query): string {
  const pairs = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== null && v !== '')
  const text = new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

async function request<T>(method: string, path: string, body: unknown, o: RequestOptions = {}): Promise<T> {
  const multipart = body instanceof FormData
  const init: RequestInit = {
    method,
    headers: headersFor(method, multipart || body === undefined, o),
    credentials: 'same-origin',
    ...(o.signal ? { signal: o.signal } : {}),
    ...(body === undefined ? {} : { body: multipart ? body : JSON.stringify(body) }),
  }
  return read<T>(await reach(apiUrl(path, o.query), init))
}

/** A file made by the server, with the name it is to be saved under. */
export type MadeFile = { blob: Blob; name: string; leftOut: number }

export async function postForFile(path: string, body: unknown): Promise<MadeFile> {
  const init = { method: 'POST', headers: headersFor('POST', false, {}), body: JSON.stringify(body) }
  const reply = await reach(apiUrl(path), { ...init, credentials: 'same-origin' })
  if (!reply.ok) return read<MadeFile>(reply)
  const named = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('content-disposition') ?? '')
  const leftOut = Number(reply.headers.get('x-left-out') ?? 0)
  return { blob: await reply.blob(), name: decodeURIComponent(named?.[1] ?? 'file'), leftOut }
}

function headersFor(method: string, bare: boolean, o: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': usePreferences.getState().locale,
  }
  if (!bare) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') headers['X-CSRF-Token'] = cookie('__Host-bulou_csrf') || cookie('bulou_csrf')
  if (o.idempotencyKey) headers['Idempotency-Key'] = o.idempotencyKey
  return headers
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw new Problem(0, { code: 'network', detail: NO_NETWORK[usePreferences.getState().locale] })
  }
}

async function read<T>(reply: Response): Promise<T> {
  const text = await reply.text()
  const type = reply.headers.get('content-type') ?? ''
  const body: unknown = text && type.includes('json') ? JSON.parse(text) : text || undefined
  if (reply.ok) return body as T
  throw new Problem(reply.status, typeof body === 'object' && body !== null ? (body as ProblemBody) : {})
}

function cookie(name: string): string {
  const pair = document.cookie.split('; ').find((c) => c.startsWith(`${name}=`))
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : ''
}
