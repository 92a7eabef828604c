// Finding one or several records, people or departments by typing.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { usePick, type Picked, type PickFrom } from '@/core/search'
import type { Ref, Words } from '@/core/types'
import { useText } from '@/i18n'
import { Avatar, Chip, MultiSelect, Select, type SelectOption } from '@/ui'
import css from './kinds.module.css'

type Common = {
  from: PickFrom
  id?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  defaultOpen?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  onClose?: (() => void) | undefined
  'aria-label'?: string | undefined
}

function useOptions(from: PickFrom, chosen: Ref[], open: boolean) {
  const [q, setQ] = useState('')
  const found = usePick(from, q, open)
  const items = found.data ?? []
  const missing = chosen
    .filter((c) => !items.some((i) => i.id === c.id))
    .map((c) => ({ id: c.id, title: c.title ?? '' }))
  const options = [...(q ? [] : missing), ...items].map((i) => optionOf(i, from))
  return { options, setQ, loading: found.isFetching, items: [...items, ...missing] }
}

const optionOf = (i: Picked, from: PickFrom): SelectOption<number> => ({
  value: i.id,
  search: i.title,
  disabled: lackOf(i, from)?.all ?? false,
  label: (
    <span className={css.option}>
      {(from === 'people' || isReceivers(from)) && <Avatar name={i.title} />}
      <span className={`ellipsis ${css.named}`}>{i.title}</span>
      {i.subtitle && <span className="caption ellipsis">{i.subtitle}</span>}
      {i.away && <AwayNote away={i.away} />}
      <LackNote lack={lackOf(i, from)} />
    </span>
  ),
})

type Lack = { all: boolean; labels: Words[] }
const isReceivers = (from: PickFrom): from is { receivers: number; forms?: string[] } =>
  typeof from === 'object' && 'receivers' in from

/** What of the records in question a receiver could not hold. */
function lackOf(i: Picked, from: PickFrom): Lack | null {
  if (!isReceivers(from) || !i.lacks) return null
  const { forms } = from
  const lacks = forms ? i.lacks.filter((x) => forms.includes(x.form)) : i.lacks
  const all = forms ? forms.length > 0 && lacks.length === forms.length : i.holds === false
  return lacks.length > 0 ? { all, labels: lacks.map((x) => x.label) } : null
}

function LackNote({ lack }: { lack: Lack | null }) {
  const t = useText('handover')
  const f = useFormat()
  if (!lack) return null
  const forms = lack.labels.map((label) => f.words(label)).join(t('comma'))
  return (
    <span className="caption ellipsis" title={forms}>
      {t(lack.all ? 'cannotHold' : 'lacks', { forms })}
    </span>
  )
}

/** Chosen or not is theirs to say; that somebody is away is told before. */
function AwayNote({ away }: { away: NonNullable<Picked['away']> }) {
  const t = useText('organisation')
  const f = useFormat()
  const day = f.date(new Date(Date.parse(away.until) - 1).toISOString())
  const name = away.substitute?.title
  return (
    <span className={css.away} title={name ? t('people.awayWith', { day, name }) : undefined}>
      <Chip>{t('people.away', { day })}</Chip>
    </span>
  )
}

const refOf = (i: { id: number; title: string } | undefined): Ref | null => (i ? { id: i.id, title: i.title } : null)

export function Picker({
  from,
  value,
  onChange,
  ...rest
}: Common & { value: Ref | null; onChange: (value: Ref | null) => void }) {
  const { options, setQ, loading, items } = useOptions(from, value ? [value] : [], true)
  return (
    <Select<number>
      {...rest}
      options={options}
      value={value?.id ?? null}
      onChange={(id) => onChange(id === null ? null : refOf(items.find((i) => i.id === id)))}
      onSearch={setQ}
      loading={loading}
      clearable
    />
  )
}

type ManyProps = Common & { value: Ref[]; onChange: (value: Ref[]) => void; extra?: SelectOption<number>[] }

export function ManyPicker({ from, value, onChange, ...rest }: ManyProps) {
  const { options, setQ, loading, items } = useOptions(from, value, true)
  return (
    <MultiSelect<number>
      {...rest}
      options={options}
      value={value.map((v) => v.id)}
      onChange={(ids) =>
        onChange(ids.map((id) => refOf(items.find((i) => i.id === id)) ?? value.find((v) => v.id === id)!))
      }
      onSearch={setQ}
      loading={loading}
    />
  )
}
