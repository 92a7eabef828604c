// A form's list: head, toolbar, rows, totals, and what floats over them.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { may } from '@/core/forms'
import { usePhone } from '@/core/media'
import { useRecords } from '@/core/records'
import type { Form, Row } from '@/core/types'
import { CreateDrawer } from '@/features/record-form/CreateDrawer'
import { RevealsHere } from '@/kinds'
import { ErrorState, SkeletonRows } from '@/ui'
import { Bulk } from './Bulk'
import { rowButtons } from './buttons'
import { coloursOf, groundIn } from './colouring'
import { useCellEdit } from './cellEdit'
import { askedFields } from './columns'
import { EmptyList } from './EmptyList'
import { Footer } from './Footer'
import { linesOf, useGrouping, type Grouping, type Line } from './grouping'
import { useHeld } from './holding'
import { ListHead } from './ListHead'
import { PhoneList } from './PhoneList'
import { useRowActs } from './rowActs'
import { useSelection } from './selection'
import { useListState, type ListState } from './state'
import { Table } from './Table'
import { Toolbar } from './Toolbar'

export function ListPage({ form }: { form: Form }) {
  const phone = usePhone()
  const navigate = useNavigate()
  const state = useListState(form)
  const grouping = useGrouping(form, state)
  const list = useListed(form, state, grouping)
  const { rows, total } = list
  const edit = useCellEdit(form)
  const lines = useHeld(list.lines, edit.at?.id ?? null, grouping !== null)
  const selection = useSelection(
    rows,
    total?.value ?? rows.length,
    JSON.stringify([form.key, state.filter, state.search]),
  )
  const selectable = ['assign', 'change', 'export', 'print', 'delete'].some((a) => may(form, a))
  const rowActs = useRowActs(form, rowButtons(form, state.definition))
  const [choosing, setChoosing] = useState(false)
  const choose = (on: boolean) => {
    setChoosing(on)
    if (!on) selection.clear()
  }
  const creating = state.params.has('new')
  const create = (open: boolean) => {
    const next = new URLSearchParams(state.params)
    if (open) next.set('new', '1')
    else next.delete('new')
    state.setParams(next, { replace: true })
  }
  const shown = {
    form,
    lines,
    grouping,
    busy: list.busy,
    more: list.more,
    onMore: list.onMore,
    ground: (row: Row) => groundIn(state.definition, row),
    acts: rowActs,
  }
  return (
    <>
      <ListHead form={form} state={state} onCreate={() => create(true)} />
      <Toolbar
        form={form}
        state={state}
        total={total}
        choosing={phone && selectable ? { on: choosing, set: choose } : undefined}
      />
      {list.pending ? (
        <SkeletonRows count={12} />
      ) : list.error && lines.length === 0 ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : lines.length === 0 ? (
        <EmptyList form={form} state={state} onCreate={() => create(true)} />
      ) : phone ? (
        <PhoneList columns={state.columns} {...shown} choosing={choosing ? selection : null} />
      ) : (
        <RevealsHere>
          <Table
            {...shown}
            rows={rows}
            total={total?.value ?? rows.length}
            state={state}
            selection={selection}
            selectable={selectable}
            edit={edit}
          />
        </RevealsHere>
      )}
      {lines.length > 0 && <Footer form={form} state={state} total={total} loaded={rows.length} grouping={grouping} />}
      {selection.count > 0 && (choosing || !phone) && (
        <Bulk form={form} rows={rows} total={total?.value ?? rows.length} state={state} selection={selection} />
      )}
      {rowActs.dialog}
      <CreateDrawer
        form={form}
        open={creating}
        onClose={() => create(false)}
        onCreated={(row) => void navigate(`/f/${form.key}/${row.id}`)}
      />
    </>
  )
}

type Listed = {
  rows: Row[]
  lines: Line[]
  total: { value: number; exact: boolean } | undefined
  pending: boolean
  busy: boolean
  error: Error | null
  retry: () => void
  more: boolean
  onMore: () => void
}

/** The rows one under the other, from the plain list or from its groups. */
function useListed(form: Form, state: ListState, grouping: Grouping | null): Listed {
  const query = {
    filter: state.filter,
    search: state.search,
    sort: state.sort,
    fields: askedFields(form, state.columns, rowButtons(form, state.definition)),
    count: 'exact' as const,
    ...coloursOf(state.definition),
  }
  const list = useRecords(form.key, query, grouping === null)
  if (grouping) {
    const rows = grouping.lines.flatMap((l) => (l.kind === 'row' ? [l.row] : []))
    const total = grouping.pending ? undefined : { value: grouping.total, exact: true }
    return { ...grouping, rows, total, more: false, onMore: () => undefined }
  }
  const rows = list.data?.pages.flatMap((p) => p.items) ?? ([] as Row[])
  return {
    rows,
    lines: linesOf(rows),
    total: list.data?.pages[0]?.total,
    pending: list.isPending,
    busy: list.isFetching && !list.isFetchingNextPage,
    error: list.error,
    retry: () => void list.refetch(),
    more: list.hasNextPage && !list.isFetchingNextPage,
    onMore: () => void list.fetchNextPage(),
  }
}
