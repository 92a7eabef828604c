// The filter as sentences: 当 field operator value, 且 …, one level of groups; takes effect while typing.
import { useEffect, useRef, useState } from 'react'
import { useForms } from '@/core/forms'
import { useSettled } from '@/core/search'
import type { Filter, Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import css from './FilterBuilder.module.css'
import {
  emptyModel,
  filterFields,
  firstOp,
  toFilter,
  toModel,
  type FilterField,
  type FilterModel,
  type Item,
} from './filterModel'
import { FilterGroup, FilterLine, Named, Opaque } from './FilterRow'
import { sameJson } from './state'

type Props = {
  form: Form
  filter: Filter | null
  total: { value: number; exact: boolean } | undefined
  onChange: (filter: Filter | null) => void
  onDone: () => void
  /** What it is for, where it narrows no list. */
  about?: { title: string; empty: string } | undefined
  /** It may ask only for what a write of the record itself changes: no other record, nobody who looks. */
  settled?: boolean | undefined
  /** What may be asked for besides, such as values before a change. */
  more?: FilterField[] | undefined
}

export function FilterBuilder({ form, filter, total, onChange, onDone, about, settled, more = [] }: Props) {
  const t = useText('list')
  const [model, setModel] = useModel(filter, onChange, about !== undefined)
  const forms = useForms()
  const asked = about ? [] : (form.asked ?? []).map((field) => ({ path: field.key, field }))
  const fields = [...filterFields(form, forms.data?.items ?? [], settled), ...asked, ...more]
  const first = fields.find((x) => x.field.kind === 'stage' || x.field.kind === 'choice') ?? fields[0]
  const put = (items: Item[], added = 0) => setModel({ ...model, items, nextId: model.nextId + added })
  const replace = (item: Item) => put(model.items.map((i) => (i.id === item.id ? item : i)))
  const remove = (id: number) => put(model.items.filter((i) => i.id !== id))
  const blank = (id: number) => ({
    kind: 'row' as const,
    id,
    field: first?.path ?? '',
    op: first ? firstOp(first.field) : '',
    value: null,
  })
  const toggle = () => setModel({ ...model, join: model.join === 'and' ? 'or' : 'and' })
  return (
    <div className={css.builder}>
      <div className={css.head}>
        <b>{about?.title ?? t('builder.title')}</b>
        {total && (
          <span className="caption">
            {t(total.exact ? 'builder.found' : 'builder.foundCapped', { count: total.value })}
          </span>
        )}
        <span className={css.space} />
        <button
          type="button"
          className="link-button caption"
          onClick={() => setModel({ ...emptyModel, nextId: model.nextId })}
          disabled={model.items.length === 0}
        >
          {t('builder.clear')}
        </button>
      </div>
      <div className={css.rows}>
        {model.items.length === 0 && <p className="caption">{about?.empty ?? t('builder.empty')}</p>}
        {model.items.map((item, i) => {
          const lead = <Lead first={i === 0} join={model.join} onToggle={toggle} />
          if (item.kind === 'group')
            return (
              <FilterGroup
                key={item.id}
                lead={lead}
                group={item}
                fields={fields}
                onChange={replace}
                onRemove={() => remove(item.id)}
                blank={blank}
              />
            )
          if (item.kind === 'named')
            return <Named key={item.id} lead={lead} name={item.name} onRemove={() => remove(item.id)} />
          if (item.kind === 'opaque') return <Opaque key={item.id} lead={lead} onRemove={() => remove(item.id)} />
          return (
            <FilterLine
              key={item.id}
              lead={lead}
              row={item}
              fields={fields}
              onChange={replace}
              onRemove={() => remove(item.id)}
            />
          )
        })}
      </div>
      <div className={css.foot}>
        <Button
          size="small"
          look="text"
          icon="plus"
          className={css.add}
          onClick={() => put([...model.items, blank(model.nextId)], 1)}
        >
          {t('builder.addRow')}
        </Button>
        <Button
          size="small"
          look="text"
          icon="plus"
          className={css.add}
          onClick={() =>
            put(
              [
                ...model.items,
                {
                  kind: 'group',
                  id: model.nextId,
                  join: model.join === 'and' ? 'or' : 'and',
                  rows: [blank(model.nextId + 1), blank(model.nextId + 2)],
                },
              ],
              3,
            )
          }
        >
          {t('builder.addGroup')}
        </Button>
        <span className={css.space} />
        {!about && <span className={`caption ${css.live}`}>{t('builder.live')}</span>}
        <DoneButton onDone={onDone} />
      </div>
    </div>
  )
}

function DoneButton({ onDone }: { onDone: () => void }) {
  const c = useText('common')
  return (
    <Button size="small" onClick={onDone}>
      {c('done')}
    </Button>
  )
}

function Lead({ first, join, onToggle }: { first: boolean; join: 'and' | 'or'; onToggle: () => void }) {
  const t = useText('list')
  if (first) return <span className={css.lead}>{t('builder.when')}</span>
  return (
    <button type="button" className={`${css.lead} plain-button`} onClick={onToggle} title={t('builder.toggleJoin')}>
      {t(`builder.${join}`)}
    </button>
  )
}

/** Keeps half-filled rows while the complete ones take effect 300 ms after the last key; `keeps`: what was typed just
 * before the builder goes counts, too (a list must not come back after one has gone on to a record). */
function useModel(
  filter: Filter | null,
  onChange: (filter: Filter | null) => void,
  keeps: boolean,
): [FilterModel, (m: FilterModel) => void] {
  const [model, setModel] = useState(() => toModel(filter))
  const told = useRef(filter)
  const say = useRef(onChange)
  say.current = onChange
  const settled = useSettled(model, 300)
  useEffect(() => {
    const next = toFilter(settled)
    if (sameJson(next, told.current)) return
    told.current = next
    say.current(next)
  }, [settled])
  const last = useRef(model)
  last.current = model
  useEffect(
    () => () => {
      const next = toFilter(last.current)
      if (keeps && !sameJson(next, told.current)) say.current(next)
    },
    [keeps],
  )
  useEffect(() => {
    if (sameJson(filter, told.current)) return
    told.current = filter // Changed from outside (cleared, another view): start from that.
    setModel(toModel(filter))
  }, [filter])
  return [model, setModel]
}
