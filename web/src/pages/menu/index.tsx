// Arranging the navigation and the pages that roles begin with.
import { useMayConfigure } from '@/core/session'
import { MenuEditor } from '@/features/menu/MenuEditor'
import { useArranged } from '@/features/menu/menu'
import { useText } from '@/i18n'
import { EmptyState, ErrorState, SkeletonRows } from '@/ui'

export default function MenuPage() {
  const t = useText('menu')
  return useMayConfigure() ? <Loaded /> : <EmptyState what={t('mayNot')} />
}

function Loaded() {
  const { data, error, isLoadingError, isPending, refetch } = useArranged()
  if (isPending) return <SkeletonRows count={10} />
  if (isLoadingError) return <ErrorState error={error} retry={() => void refetch()} />
  return <MenuEditor arranged={data} />
}
