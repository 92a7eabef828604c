// The today page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function TodayPage() {
  const t = useText('today')
  return <PageHead title={t('title')} />
}
