// Ids in a filter, chosen by title; special words (me, my department) beside them.
import type { PickFrom } from '@/core/search'
import { usePick } from '@/core/search'
import { asRefs, useTitles } from '@/core/titles'
import type { Id, Value } from '@/core/types'
import { useState } from 'react'
import { MultiSelect, type SelectOption } from '@/ui'

type Props = {
  from: PickFrom
  /** The form whose records the ids name, to find their titles again. */
  titlesOf: string
  value: Value
  onChange: (value: Value) => void
  /** One value instead of several (eq, ne). */
  single?: boolean
  words?: { value: string; label: string }[]
  'aria-label'?: string | undefined
}

const listOf = (v: Value): (string | Id)[] =>
  Array.isArray(v) ? (v as (string | Id)[]) : v === null || v === undefined ? [] : [v as string | Id]

export function RefsOperand({ from, titlesOf, value, onChange, single, words = [], ...rest }: Props) {
  const [q, setQ] = useState('')
  const chosen = listOf(value)
  const ids = chosen.filter((v): v is Id => typeof v === 'number')
  const titles = useTitles(titlesOf, ids)
  const found = usePick(from, q)
  const known = asRefs(ids, titles.data).filter((r) => !found.data?.some((p) => p.id === r.id))
  const options: SelectOption<string | Id>[] = [
    ...words.filter((w) => w.label.includes(q)),
    ...known.map((r) => ({ value: r.id, label: r.title ?? `#${r.id}` })),
    ...(found.data ?? []).map((p) => ({ value: p.id, label: p.title })),
  ]
  const change = (next: (string | Id)[]) => {
    if (!single) onChange(next)
    else onChange(next[next.length - 1] ?? null)
  }
  return (
    <MultiSelect<string | Id>
      aria-label={rest['aria-label']}
      options={options}
      value={chosen}
      onChange={change}
      onSearch={setQ}
      loading={found.isFetching}
    />
  )
}
