// A form's records as cards with a picture.
import { useRecords } from '@/core/records'
import type { Form } from '@/core/types'
import { Gallery } from '@/features/gallery/Gallery'
import { Around, useCreating } from '@/features/list/Around'
import { coloursOf, groundIn } from '@/features/list/colouring'
import { askedFields } from '@/features/list/columns'
import { EmptyList } from '@/features/list/EmptyList'
import { galleryOf } from '@/features/list/layouts'
import { useListState } from '@/features/list/state'
import { ErrorState, SkeletonRows } from '@/ui'

export default function GalleryPage({ form }: { form: Form }) {
  const state = useListState(form)
  const creating = useCreating(state)
  const settings = galleryOf(form, state.definition, state.columns)
  const keys = [...settings.fields, ...(settings.cover ? [settings.cover] : [])]
  const list = useRecords(form.key, {
    filter: state.filter,
    search: state.search,
    sort: state.sort,
    fields: askedFields(form, keys),
    ...coloursOf(state.definition),
  })
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Around form={form} state={state} layout="gallery" creating={creating} start={{}}>
      {list.isPending ? (
        <SkeletonRows count={4} height="220px" />
      ) : list.error && rows.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyList form={form} state={state} onCreate={() => creating.open('1')} />
      ) : (
        <Gallery
          form={form}
          rows={rows}
          settings={settings}
          busy={list.isFetching && !list.isFetchingNextPage}
          more={list.hasNextPage && !list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          ground={(row) => groundIn(state.definition, row)}
        />
      )}
    </Around>
  )
}
