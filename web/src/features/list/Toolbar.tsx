// Line 2 of a list: filter, sort, columns, what is unsaved, find in result; on a desk also how to look at it.
import { useEffect, useRef, useState } from 'react'
import { columnsIn, fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useSettled } from '@/core/search'
import { useLooking } from '@/core/session'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { Button, IconButton, Input, Popover } from '@/ui'
import { mayChange } from './changing'
import { ColumnsPanel } from './ColumnsPanel'
import { definitionOf } from './definition'
import { FilterBuilder } from './FilterBuilder'
import { countConditions } from './filterModel'
import { GroupButton } from './GroupButton'
import { NamedFilters } from './NamedFilters'
import { LayoutSwitch } from './LayoutSwitch'
import { isDown, keyOf, SortPanel } from './SortPanel'
import type { ListState } from './state'
import css from './Toolbar.module.css'
import { ViewForm } from './ViewForm'
import { useViews } from './views'

type Props = {
  form: Form
  state: ListState
  total: { value: number; exact: boolean } | undefined
  layout?: Layout
  /** On a phone, where rows have no boxes of their own. */
  choosing?: { on: boolean; set: (on: boolean) => void } | undefined
}

/** In the others time or stages give the order. */
const SORTED: Layout[] = ['table', 'gallery', 'kanban']

export function Toolbar({ form, state, total, layout = 'table', choosing }: Props) {
  const phone = usePhone()
  const t = useText('list')
  return (
    <div className={css.bar}>
      <FilterButton form={form} state={state} total={total} />
      <NamedFilters state={state} />
      {SORTED.includes(layout) && <SortButton form={form} state={state} />}
      {layout === 'table' && <GroupButton form={form} state={state} />}
      {!phone && layout === 'table' && <ColumnsButton form={form} state={state} />}
      <span className={css.space} />
      {!phone && <Unsaved form={form} state={state} layout={layout} />}
      {choosing && (
        <IconButton
          icon={choosing.on ? 'close' : 'check'}
          label={t(choosing.on ? 'chooseEnd' : 'chooseSome')}
          aria-pressed={choosing.on}
          onClick={() => choosing.set(!choosing.on)}
        />
      )}
      <FindBox state={state} />
      {!phone && <LayoutSwitch form={form} state={state} layout={layout} />}
    </div>
  )
}

export function FilterButton({ form, state, total }: Omit<Props, 'layout' | 'choosing'>) {
  const t = useText('list')
  const [open, setOpen] = useState(false)
  const count = countConditions(state.filter)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={700}
      label={t('filter')}
      content={
        <FilterBuilder
          form={form}
          filter={state.filter}
          total={total}
          onChange={(filter) => state.set({ filter })}
          onDone={() => setOpen(false)}
        />
      }
    >
      <Button size="small" icon="filter" on={count > 0} aria-expanded={open} aria-haspopup="dialog">
        {count ? t('filterN', { count }) : t('filter')}
      </Button>
    </Popover>
  )
}

export function SortButton({ form, state }: Pick<Props, 'form' | 'state'>) {
  const t = useText('list')
  const f = useFormat()
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  const [first] = state.sort
  const field = first ? fieldOf(form, keyOf(first)) : undefined
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={340}
      label={t('sort')}
      content={<SortPanel form={form} sort={state.sort} onChange={(sort) => state.set({ sort })} />}
    >
      {phone ? (
        <IconButton
          icon="sort"
          label={field ? t('sortBy', { field: f.words(field.label) }) : t('sort')}
          aria-haspopup="dialog"
        />
      ) : (
        <Button
          size="small"
          icon="sort"
          aria-expanded={open}
          aria-haspopup="dialog"
          {...(first && field ? { after: isDown(first) ? 'arrow-down' : 'arrow-up' } : {})}
        >
          {field ? f.words(field.label) : t('sort')}
        </Button>
      )}
    </Popover>
  )
}

function ColumnsButton({ form, state }: Pick<Props, 'form' | 'state'>) {
  const t = useText('list')
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={280}
      label={t('columns.title')}
      content={<ColumnsPanel form={form} columns={state.columns} onChange={(columns) => state.set({ columns })} />}
    >
      <Button size="small" icon="columns" aria-expanded={open} aria-haspopup="dialog">
        {t('columnsN', { shown: state.columns.length, all: columnsIn(form).length })}
      </Button>
    </Popover>
  )
}

/** 保存 only on a view one may change; 另存为 always. */
function Unsaved({ form, state, layout }: { form: Form; state: ListState; layout: Layout }) {
  const t = useText('list')
  const c = useText('common')
  const views = useViews(form.key)
  const [naming, setNaming] = useState(false)
  const looking = useLooking()
  if (!state.dirty || looking) return null
  const { view } = state
  const save = async () => {
    if (!view) return
    await views.change.mutateAsync({ view, change: { definition: definitionOf(form, state, layout) } })
    state.revert()
  }
  return (
    <span className={css.unsaved}>
      <span className="caption">{t('unsaved')}</span>
      {view && mayChange(form, view) && (
        <button type="button" className="link-button" onClick={() => void save()} disabled={views.change.isPending}>
          {c('save')}
        </button>
      )}
      <Popover
        open={naming}
        onOpenChange={setNaming}
        width={300}
        placement="bottomRight"
        label={t('view.new')}
        content={<ViewForm form={form} state={state} layout={layout} onDone={() => setNaming(false)} />}
      >
        <button type="button" className="link-button">
          {t('saveAs')}
        </button>
      </Popover>
      <button type="button" className="link-button" onClick={state.revert}>
        {t('revert')}
      </button>
    </span>
  )
}

function FindBox({ state }: { state: ListState }) {
  const t = useText('list')
  const phone = usePhone()
  const [q, setQ] = useState(state.search)
  const [open, setOpen] = useState(Boolean(state.search))
  const settled = useSettled(q.trim(), 250)
  const told = useRef(state.search)
  useEffect(() => {
    if (settled === told.current) return
    told.current = settled
    state.setSearch(settled)
    // Only what was typed drives the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  useEffect(() => {
    if (state.search === told.current) return
    told.current = state.search // another view, or the search cleared elsewhere: the box follows
    setQ(state.search)
  }, [state.search])
  if (phone && !open) return <IconButton icon="search" label={t('findInResult')} onClick={() => setOpen(true)} />
  return (
    <span className={css.find}>
      <Input
        size="small"
        icon="search"
        value={q}
        onChange={setQ}
        placeholder={t('findInResult')}
        aria-label={t('findInResult')}
        clearable
        autoFocus={phone}
      />
    </span>
  )
}
