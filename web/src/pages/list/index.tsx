// The list of any form.
import { useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { ListPage } from '@/features/list/ListPage'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, SkeletonRows } from '@/ui'

export default function ListRoute() {
  const { form: key = '' } = useParams()
  const t = useText('list')
  const { data: form, error, isPending, refetch } = useForm(key)
  if (isPending) return <SkeletonRows count={14} />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!form) return <EmptyState what={t('missing.what')} why={t('missing.why')} />
  return <ListPage key={key} form={form} />
}
