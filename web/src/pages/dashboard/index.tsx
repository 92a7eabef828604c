// The dashboard page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function DashboardPage() {
  const t = useText('dashboard')
  return <PageHead title={t('title')} />
}
