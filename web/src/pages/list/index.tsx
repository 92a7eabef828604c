// The list of any form, however it is looked at: table, board, calendar, gallery, Gantt chart; and the editor of its views.
import { lazy, Suspense } from 'react'
import { Navigate, useLocation, useParams } from 'react-router'
import { useForm } from '@/core/forms'
import type { Form, View } from '@/core/types'
import { idOf } from '@/features/list/state'
import { layoutIn, layoutOf, layoutRoute } from '@/features/list/layouts'
import { ListPage } from '@/features/list/ListPage'
import { usePreview, useViewEditor } from '@/features/list/preview'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, SkeletonRows } from '@/ui'

// A table is there at once; the others and the editor come when they are first asked for.
const PAGES = {
  table: ListPage,
  kanban: lazy(() => import('./BoardPage')),
  calendar: lazy(() => import('./CalendarPage')),
  gallery: lazy(() => import('./GalleryPage')),
  gantt: lazy(() => import('./GanttPage')),
}
const ViewEditor = lazy(() => import('@/features/views/ViewEditor'))

export default function ListRoute() {
  const { form: key = '' } = useParams()
  const t = useText('list')
  const { data: form, error, isLoadingError, isPending, refetch } = useForm(key)
  if (isPending) return <SkeletonRows count={14} />
  if (isLoadingError) return <ErrorState error={error} retry={() => void refetch()} />
  if (!form) return <EmptyState what={t('missing.what')} why={t('missing.why')} />
  return <Looked key={key} form={form} />
}

function Looked({ form }: { form: Form }) {
  const { pathname, search } = useLocation()
  const preview = usePreview(form.key)
  const editing = useViewEditor((s) => s.form === form.key)
  const named = layoutIn(pathname)
  const first = openedFirst(form)
  // A bare address opens the person's first view the way it is to be looked at.
  if (!preview && search === '' && named === 'table' && layoutOf(first) !== 'table')
    return <Navigate replace to={`${layoutRoute(form.key, layoutOf(first))}?view=${idOf(first!)}`} />
  const layout = preview ? (preview.layout ?? 'table') : named
  const Page = PAGES[layout]
  return (
    <>
      <Suspense fallback={<SkeletonRows count={14} />}>
        <Page key={layout} form={form} />
      </Suspense>
      <Suspense fallback={null}>{editing && <ViewEditor form={form} />}</Suspense>
    </>
  )
}

const openedFirst = (form: Form): View | undefined => form.views?.find((view) => view.default)
