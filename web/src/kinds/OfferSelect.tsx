// One or several texts out of the records of another form, a page at a time, found by typing.
import { useEffect, useRef, useState } from 'react'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { fetchAmong, useOffers } from '@/core/offers'
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button, MultiSelect, Select } from '@/ui'
import { useAtHand } from './atHand'
import type { EditorProps } from './kind'
import css from './kinds.module.css'
import { isEmpty, toWrite } from './write'

const textsOf = (value: Value): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string' && each !== '')

export function OfferSelect({ many, ...props }: EditorProps & { many?: boolean }) {
  const { value, onChange, onDone, field, form, ...rest } = props
  const t = useText('fields')
  const [q, setQ] = useState('')
  const { asked, missing } = useGrounds(props)
  const found = useOffers(form?.key, field.key, asked, q, missing === '')
  const chosen = textsOf(value)
  useStillOffered(props, asked, many === true)
  const texts = [...new Set([...(q ? [] : chosen), ...found.texts])]
  const common = {
    ...rest,
    options: texts.map((text) => ({ value: text, label: text, search: text })),
    onSearch: setQ,
    loading: found.isFetching,
    ...(missing ? { placeholder: t('offers.first', { fields: missing }) } : {}),
    defaultOpen: Boolean(rest.autoFocus && onDone),
    footer: found.hasNextPage && (
      <Button size="small" look="text" className={css.more} onClick={() => void found.fetchNextPage()}>
        {t('offers.more')}
      </Button>
    ),
  }
  if (many) return <MultiSelect {...common} value={chosen} onChange={onChange} onClose={() => onDone?.()} />
  const take = (next: string | null) => {
    onChange(next)
    onDone?.(next)
  }
  return (
    <Select
      {...common}
      value={chosen[0] ?? null}
      clearable={!field.required}
      onChange={take}
      onClose={() => onDone?.()}
    />
  )
}

/** What the options depend on, as written; the names of what is still empty. */
function useGrounds({ field, form }: EditorProps): { asked: { [key: string]: Value }; missing: string } {
  const values = useAtHand()
  const f = useFormat()
  const of = field.offers ?? []
  const empty = of.filter((key) => isEmpty(values[key]))
  const names = empty.map((key) => f.words(form && fieldOf(form, key)?.label) || key)
  return {
    asked: toWrite(form?.fields ?? [], Object.fromEntries(of.map((key) => [key, values[key] ?? null]))),
    missing: names.join(' · '),
  }
}

/** What is no longer offered once the fields beside it changed is taken back. */
function useStillOffered({ value, onChange, field, form }: EditorProps, asked: object, many: boolean): void {
  const grounds = JSON.stringify(asked)
  const before = useRef(grounds)
  const latest = useRef({ value, onChange })
  useEffect(() => {
    latest.current = { value, onChange }
  })
  useEffect(() => {
    if (before.current === grounds) return
    before.current = grounds
    const chosen = textsOf(latest.current.value)
    if (!form || chosen.length === 0) return
    void fetchAmong(form.key, field.key, JSON.parse(grounds) as { [key: string]: Value }, chosen).then((kept) => {
      if (before.current !== grounds || kept.length === chosen.length) return
      latest.current.onChange(many ? chosen.filter((each) => kept.includes(each)) : null)
    })
  }, [grounds, field.key, form, many])
}
