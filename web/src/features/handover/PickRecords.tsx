// Ticking records of somebody one by one, for one receiver.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { get } from '@/core/http'
import { useSettled } from '@/core/search'
import type { Id, Page, Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Checkbox, Chooser, Drawer, EmptyState, ErrorState, Field, Input, Select, SkeletonRows } from '@/ui'
import css from './Handover.module.css'
import type { Held, Piece } from './handover'

type Row = { id: Id; title: string | null }
type Props = { held: Held; onClose: () => void; onPick: (piece: Piece) => void }

function useOwned(form: string, owner: Id, q: string) {
  const search = useSettled(q.trim(), 200)
  const filter = JSON.stringify({ field: 'owner', op: 'eq', value: owner })
  return useInfiniteQuery({
    queryKey: ['records', form, 'owned', owner, search],
    queryFn: ({ pageParam }) =>
      get<Page<Row>>(`/records/${form}`, { query: { filter, search, fields: 'id', limit: 100, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
}

export function PickRecords({ held, onClose, onPick }: Props) {
  const t = useText('handover')
  const f = useFormat()
  const s = useText('settings')
  const [form, setForm] = useState(held.forms[0]?.form ?? '')
  const [q, setQ] = useState('')
  const [to, setTo] = useState<Ref | null>(null)
  const [pool, setPool] = useState(false)
  const [ids, setIds] = useState<Id[]>([])
  const rows = useOwned(form, held.person.id, q)
  const items = rows.data?.pages.flatMap((p) => p.items) ?? []
  const toggle = (id: Id, on: boolean) => setIds(on ? [...ids, id] : ids.filter((x) => x !== id))
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('pickTitle')}
      footer={
        <Button
          look="primary"
          disabled={ids.length === 0 || (!pool && !to)}
          onClick={() => onPick({ form, ids, to: pool ? null : to })}
        >
          {t('pickDone', { count: ids.length })}
        </Button>
      }
    >
      <Field label={t('ruleForm')}>
        {(p) => (
          <Select
            {...p}
            value={form}
            options={held.forms.map((x) => ({ value: x.form, label: f.words(x.label) }))}
            onChange={(key) => {
              setForm(key ?? form)
              setIds([])
            }}
          />
        )}
      </Field>
      <Chooser
        label={t('ruleTo')}
        value={pool ? 'pool' : 'give'}
        onChange={(where) => setPool(where === 'pool')}
        options={(['give', 'pool'] as const).map((x) => ({ value: x, label: t(`restTo.${x}`) }))}
      />
      {!pool && (
        <Field label={t('receiver')}>
          {(p) => (
            <Picker
              {...p}
              from={{ receivers: held.person.id, forms: [form] }}
              value={to}
              onChange={setTo}
              placeholder={t('chooseReceivers')}
            />
          )}
        </Field>
      )}
      <Input value={q} onChange={setQ} icon="search" aria-label={t('pickTitle')} />
      {rows.isPending && <SkeletonRows count={5} />}
      {rows.isError && <ErrorState error={rows.error} retry={() => void rows.refetch()} compact />}
      {rows.data && items.length === 0 && <EmptyState what={t('noRecords')} />}
      <ul className={css.records}>
        {items.map((row) => (
          <li key={row.id}>
            <Checkbox checked={ids.includes(row.id)} onChange={(on) => toggle(row.id, on)}>
              {row.title ?? `#${row.id}`}
            </Checkbox>
          </li>
        ))}
      </ul>
      {rows.hasNextPage && (
        <Button size="small" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {s('more')}
        </Button>
      )}
    </Drawer>
  )
}
