// The kanban page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function KanbanPage() {
  const t = useText('kanban')
  return <PageHead title={t('title')} />
}
