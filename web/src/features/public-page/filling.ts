// State of a public form being filled in: values kept on the device, screens, refusals, sending.
import { useEffect, useMemo, useRef, useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { isProblem } from '@/core/problem'
import type { Words } from '@/core/types'
import { groupsOf, missingOf, progressOf, toSend, type Judged, type PublicPage, type Values } from './model'
import { useMailCode } from './mailCode'
import { askCode, open, prove, send, sourceOf, type Proof, type Thanks } from './talk'
import { useJudged } from './useJudged'
import { useWords } from './words'

export type Errors = { [field: string]: string }

/** Drafts where there is storage; a frame on another site may have none. */
const kept = {
  read: (slug: string): Values => {
    try {
      return readDraft<Values>(`public.${slug}`) ?? {}
    } catch {
      return {}
    }
  },
  keep: (slug: string, values: Values) => keepDraft(`public.${slug}`, values),
  drop: (slug: string) => {
    try {
      dropDraft(`public.${slug}`)
    } catch {
      // Nothing was kept there.
    }
  },
}

export function useFilling(page: PublicPage, preview: boolean, onThanks: (thanks: Thanks) => void) {
  const { t, words, language } = useWords()
  const [values, setValues] = useState<Values>(() => (preview ? {} : kept.read(page.slug)))
  const [errors, setErrors] = useState<Errors>({})
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const [step, setStep] = useState(0)
  const [website, setWebsite] = useState('')
  const [proof, setProof] = useProof(page, preview)
  const [told, setTold] = useState(0) // grows with every refusal: the first field that is wrong takes the focus
  const lost = useRef(false) // an answer got lost: it may have arrived
  const judged = useJudged(page, values)
  const { fields } = judged
  const groups = useMemo(() => groupsOf(page.fields, fields), [page.fields, fields])

  const put = (key: string, value: unknown) => {
    const next = { ...values, [key]: value }
    setValues(next)
    if (errors[key]) setErrors({ ...errors, [key]: '' })
    if (!preview) kept.keep(page.slug, next)
  }
  const clear = () => {
    setValues({})
    setErrors({})
    setStep(0)
    kept.drop(page.slug)
  }
  /** Says what is missing among `fields`; whether nothing is. */
  const check = (of = fields): boolean => {
    const missing = missingOf(of, judged.values)
    setErrors(Object.fromEntries(missing.map((f) => [f.key, t('missing')])))
    if (missing.length) setTold(told + 1)
    return missing.length === 0
  }
  const showFirst = (wrong: Errors) => {
    const at = groups.findIndex((g) => g.fields.some((f) => wrong[f.key]))
    if (at >= 0) setStep(at)
  }
  const refused = (e: unknown) => {
    if (!isProblem(e) || e.status === 0) {
      lost.current = true
      return setRefusal(t('noNetwork'))
    }
    const wrong = Object.fromEntries(e.errors.map((x) => [x.field.split('.')[0]!, x.detail]))
    setErrors(wrong)
    const messages = Array.isArray(e.params.messages) ? e.params.messages.map(String) : []
    setRefusal(e.code === 'invalid' ? t('correct') : [e.message, ...messages].join(' '))
    showFirst(wrong)
    setTold(told + 1)
  }
  const submit = async () => {
    if (preview || busy || !proof || !check()) return
    setBusy(true)
    setRefusal('')
    const own = fields.filter((field) => !judged.filled.has(field.key)) // rules fill in by themselves
    const entry = { values: toSend(own, values), source: sourceOf(location.search), website, ...mail.proof }
    try {
      onThanks(await again(proof, (solved) => send(page.slug, language, solved, entry)))
      kept.drop(page.slug)
    } catch (e) {
      const arrived = isProblem(e) && e.code === 'public.used' && lost.current
      if (arrived) {
        kept.drop(page.slug)
        onThanks({})
      } else refused(e)
    } finally {
      setBusy(false)
    }
  }
  /** Once more with another puzzle where the page was open for too long. */
  const again = async <T>(first: Proof, work: (proof: Proof) => Promise<T>): Promise<T> => {
    try {
      return await work(first)
    } catch (e) {
      if (!isProblem(e) || e.code !== 'public.expired') throw e
      const fresh = await open(page.slug, language)
      if (!fresh.challenge) throw e
      const next = prove(fresh.challenge)
      setProof(next)
      return work(next)
    }
  }
  const address = page.code ? judged.values[page.code] : null
  const askFor = (to: string) => again(proof!, (solved) => askCode(page.slug, language, solved, to))
  const forgive = () => page.code && errors[page.code] && setErrors({ ...errors, [page.code]: '' })
  const mail = useMailCode(address, preview ? null : proof, askFor, { noNetwork: t('noNetwork'), onWork: forgive })
  return {
    values: judged.values,
    mail,
    begun: Object.keys(values).length > 0,
    errors: { ...marks(judged, t('notOffered'), words), ...stated(errors) },
    notes: [...judged.refusals.filter(isUnmarked).map((each) => each.message), ...judged.warnings],
    refusal,
    busy,
    step: Math.min(step, Math.max(0, groups.length - 1)),
    website,
    groups,
    proof,
    told,
    put,
    clear,
    check,
    submit,
    setStep,
    setWebsite,
    progress: progressOf(fields, judged.values),
  }
}

/** What is no longer offered and what rules will refuse, at the fields. */
function marks(judged: Judged, gone: string, words: (texts: Words) => string): Errors {
  const refused = judged.refusals.flatMap(({ message, fields }) => fields.map((key) => [key, words(message)]))
  return Object.fromEntries([...judged.gone.map((key) => [key, gone]), ...refused])
}

/** A refusal that stands at no field. */
const isUnmarked = ({ fields }: { fields: string[] }): boolean => fields.length === 0

const stated = (errors: Errors): Errors => Object.fromEntries(Object.entries(errors).filter(([, text]) => text))

export type FillingState = ReturnType<typeof useFilling>

function useProof(page: PublicPage, preview: boolean) {
  const [proof, setProof] = useState<Proof | null>(null)
  useEffect(() => {
    if (!preview && page.challenge) setProof(prove(page.challenge))
  }, [page.challenge, preview])
  return [proof, setProof] as const
}
