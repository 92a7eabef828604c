// The list page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function ListPage() {
  const t = useText('list')
  return <PageHead title={t('title')} />
}
