// A code by mail: asked for, waited for, typed; it goes along with the entry.
import { useEffect, useState } from 'react'
import { isProblem } from '@/core/problem'
import { isEmpty } from './model'
import type { Proof } from './talk'

export type MailCode = {
  code: string
  /** Seconds until another letter may be asked for. */
  wait: number
  busy: boolean
  /** Where the last letter went. */
  sentTo: string
  error: string
  ask: () => Promise<void>
  put: (code: string) => void
  /** What the entry carries. */
  proof: { mail_token: string; mail_code: string } | Record<string, never>
}

const PAUSE = 60

type Ask = (address: string) => Promise<{ token: string }>

type More = { noNetwork: string; onWork: () => void }

/** `address`: what stands in the field now. `ask` sends the letter; `onWork`: somebody is at it. */
export function useMailCode(address: unknown, ready: Proof | null, ask: Ask, more: More): MailCode {
  const [token, setToken] = useState('')
  const [code, setCode] = useState('')
  const [sentTo, setSentTo] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const [wait, setWait] = useState(0)
  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])
  const send = async () => {
    if (!ready || busy || isEmpty(address)) return
    setBusy(true)
    setError('')
    more.onWork()
    try {
      setToken((await ask(String(address))).token)
      setSentTo(String(address))
      setCode('')
      setWait(PAUSE)
    } catch (e) {
      const known = isProblem(e) && e.status !== 0
      setError(known ? (e.errors[0]?.detail ?? e.message) : more.noNetwork)
    } finally {
      setBusy(false)
    }
  }
  return {
    code,
    wait: sentTo === String(address ?? '') ? wait : 0,
    busy,
    sentTo,
    error,
    ask: send,
    put: (text) => {
      setCode(text.normalize('NFKC').replace(/\D/g, '').slice(0, 6))
      more.onWork()
    },
    proof: token ? { mail_token: token, mail_code: code } : {},
  }
}
