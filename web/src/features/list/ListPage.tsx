// A form's list: head, toolbar, rows, totals, and what floats over them.
import { useNavigate } from 'react-router'
import { may } from '@/core/forms'
import { usePhone } from '@/core/media'
import { useRecords } from '@/core/records'
import type { Form, Row } from '@/core/types'
import { CreateDrawer } from '@/features/record-form/CreateDrawer'
import { ErrorState, SkeletonRows } from '@/ui'
import { Bulk } from './Bulk'
import { askedFields } from './columns'
import { EmptyList } from './EmptyList'
import { Footer } from './Footer'
import { ListHead } from './ListHead'
import { PhoneList } from './PhoneList'
import { useSelection } from './selection'
import { useListState } from './state'
import { Table } from './Table'
import { Toolbar } from './Toolbar'

export function ListPage({ form }: { form: Form }) {
  const phone = usePhone()
  const navigate = useNavigate()
  const state = useListState(form)
  const list = useRecords(form.key, {
    filter: state.filter,
    search: state.search,
    sort: state.sort,
    fields: askedFields(form, state.columns),
    count: 'exact',
  })
  const rows = list.data?.pages.flatMap((p) => p.items) ?? ([] as Row[])
  const total = list.data?.pages[0]?.total
  const selection = useSelection(
    rows,
    total?.value ?? rows.length,
    JSON.stringify([form.key, state.filter, state.search]),
  )
  const selectable = ['assign', 'change', 'export', 'delete'].some((a) => may(form, a))
  const creating = state.params.has('new')
  const create = (open: boolean) => {
    const next = new URLSearchParams(state.params)
    if (open) next.set('new', '1')
    else next.delete('new')
    state.setParams(next, { replace: true })
  }
  const more = {
    busy: list.isFetching && !list.isFetchingNextPage,
    more: list.hasNextPage && !list.isFetchingNextPage,
    onMore: () => void list.fetchNextPage(),
  }
  return (
    <>
      <ListHead form={form} state={state} onCreate={() => create(true)} />
      <Toolbar form={form} state={state} total={total} />
      {list.isPending ? (
        <SkeletonRows count={12} />
      ) : list.error && rows.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyList form={form} state={state} onCreate={() => create(true)} />
      ) : phone ? (
        <PhoneList form={form} columns={state.columns} rows={rows} {...more} />
      ) : (
        <Table
          form={form}
          rows={rows}
          total={total?.value ?? rows.length}
          state={state}
          selection={selection}
          selectable={selectable}
          {...more}
        />
      )}
      {rows.length > 0 && <Footer form={form} state={state} total={total} rows={rows} />}
      {selection.count > 0 && !phone && (
        <Bulk form={form} rows={rows} total={total?.value ?? rows.length} state={state} selection={selection} />
      )}
      <CreateDrawer
        form={form}
        open={creating}
        onClose={() => create(false)}
        onCreated={(row) => void navigate(`/f/${form.key}/${row.id}`)}
      />
    </>
  )
}
