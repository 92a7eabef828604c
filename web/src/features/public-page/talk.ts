// Talking to the server as a visitor: no account, no cookie.
import { Problem, type ProblemBody } from '@/core/problem'
import type { Language, PublicPage, Puzzle, Uploaded, Values } from './model'
import { solve } from './proof'

async function ask<T>(path: string, language: Language, init: RequestInit = {}): Promise<T> {
  let reply: Response
  try {
    const headers = { 'Accept-Language': language, ...(typeof init.body === 'string' ? JSON_TYPE : {}) }
    reply = await fetch(`/api/public/${path}`, { ...init, headers, credentials: 'omit' })
  } catch {
    throw new Problem(0, { code: 'network' })
  }
  const json = reply.headers.get('content-type')?.includes('json')
  const body: unknown = json ? await reply.json() : {}
  if (!reply.ok) throw new Problem(reply.status, body as ProblemBody)
  return body as T
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const at = (slug: string) => encodeURIComponent(slug)

export const open = (slug: string, language: Language): Promise<PublicPage> => ask(at(slug), language)

/** A puzzle being solved while people type. */
export type Proof = { puzzle: Puzzle; since: number; solution: Promise<string> }

export function prove(puzzle: Puzzle): Proof {
  return { puzzle, since: Date.now(), solution: solve(puzzle.nonce, puzzle.bits) }
}

export type Entry = { values: Values; source: string; website: string; mail_token?: string; mail_code?: string }

/** Sends a code to an address; the text that comes back goes along with the entry. */
export async function askCode(
  slug: string,
  language: Language,
  proof: Proof,
  address: string,
): Promise<{ token: string }> {
  const body = JSON.stringify({ address, challenge: proof.puzzle.token, solution: await proof.solution })
  return ask(`${at(slug)}/code`, language, { method: 'POST', body })
}

/** Sends an entry, not before the server takes it for a person's. Answers what comes next, by language. */
export async function send(slug: string, language: Language, proof: Proof, entry: Entry): Promise<Thanks> {
  const solution = await proof.solution
  await pause(proof.since + proof.puzzle.seconds * 1000 + 300 - Date.now())
  const body = JSON.stringify({ ...entry, challenge: proof.puzzle.token, solution })
  return (await ask<{ thanks: Thanks }>(at(slug), language, { method: 'POST', body })).thanks
}

export type Thanks = { [language: string]: string }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Uploads a file for a field; the ticket that comes back names it. */
export async function upload(
  slug: string,
  language: Language,
  proof: Proof,
  field: string,
  file: File,
): Promise<Uploaded> {
  const query = new URLSearchParams({ field, challenge: proof.puzzle.token, solution: await proof.solution })
  const body = new FormData()
  body.append('file', file)
  return ask(`${at(slug)}/files?${query}`, language, { method: 'POST', body })
}

/** The code of the campaign that brought the visitor. */
export function sourceOf(search: string): string {
  const query = new URLSearchParams(search)
  return (query.get('c') ?? query.get('utm_source') ?? '').slice(0, 200)
}
