// The importing page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function ImportingPage() {
  const t = useText('importing')
  return <PageHead title={t('title')} />
}
