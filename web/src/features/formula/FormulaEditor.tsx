// Writing a formula: completion while typing, what is wrong under its place, its value on a record at once.
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { type Purpose, useFunctions, useOffered, useVerdict } from '@/core/formula/checking'
import { accepted, type Completion, completion, type Suggestion } from '@/core/formula/completing'
import { useFormat } from '@/core/format'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import css from './FormulaEditor.module.css'
import { Outcome } from './Outcome'
import { Suggestions } from './Suggestions'

type Props = {
  form: string
  /** As stored: fields by key. */
  value: string
  /** What is to be stored and its type; null while the text makes no sense. */
  onChange: (formula: { text: string; type: string } | null) => void
  purpose: Purpose
  /** The record on which the value is worked out while typing. */
  record?: Id | undefined
  /** The detail table in whose rows it stands. */
  detail?: string | null
  /** Which state of the form's draft is written for; undefined for the form in force. */
  draft?: string | undefined
  'aria-label': string
}

export function FormulaEditor({ form, value, onChange, purpose, record, detail = null, draft, ...rest }: Props) {
  const t = useText('formula')
  const f = useFormat()
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(value)
  const [touched, setTouched] = useState(false)
  const [offer, setOffer] = useState<Completion | null>(null)
  const [active, setActive] = useState(0)
  const functions = useFunctions().data?.functions ?? []
  const fields = useOffered(form, purpose, detail, draft).data?.items ?? []
  const verdict = useVerdict({ form, text, purpose, record, detail, draft })
  const found = text.trim() ? verdict.data : undefined
  const fresh = found?.text === text

  // What is stored names keys; people read labels, until they write something of their own.
  const said = found?.checked?.said
  useEffect(() => {
    if (!touched && said && text === value) setText(said)
  }, [touched, said, text, value])

  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!touched || !fresh) return
    const next = found?.checked ? { text: found.checked.text, type: found.checked.type } : null
    const key = JSON.stringify(next)
    if (told.current === key) return
    told.current = key
    onChange(next)
  }, [touched, fresh, found, onChange])

  const type = (next: string, caret: number) => {
    setTouched(true)
    setText(next)
    setActive(0)
    setOffer(completion(next, caret, functions, fields, f.words))
    if (!next.trim()) onChange(null)
  }
  const accept = (chosen: Suggestion) => {
    if (!offer) return
    const next = accepted(text, offer, chosen)
    setTouched(true)
    setText(next.text)
    setOffer(null)
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (!offer) return
    const moved = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    const chosen = offer.items[active]
    if (moved) setActive((active + moved + offer.items.length) % offer.items.length)
    else if ((e.key === 'Enter' || e.key === 'Tab') && chosen) accept(chosen)
    else if (e.key === 'Escape') setOffer(null)
    else return
    e.preventDefault()
    e.stopPropagation()
  }

  return (
    <div className={css.editor}>
      <textarea
        ref={box}
        className={css.box}
        value={text}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('placeholder')}
        role="combobox"
        aria-label={rest['aria-label']}
        aria-autocomplete="list"
        aria-expanded={offer !== null}
        aria-controls={`${id}-list`}
        aria-activedescendant={offer ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-outcome`}
        aria-invalid={fresh && found?.wrong ? true : undefined}
        onChange={(e) => type(e.target.value, e.target.selectionStart)}
        onKeyDown={onKeyDown}
        onBlur={() => setOffer(null)}
      />
      {offer && <Suggestions id={id} items={offer.items} active={active} onChoose={accept} />}
      <Outcome id={`${id}-outcome`} text={text} verdict={fresh ? found : undefined} tried={record !== undefined} />
    </div>
  )
}
