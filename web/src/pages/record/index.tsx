// The record page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function RecordPage() {
  const t = useText('record')
  return <PageHead title={t('title')} />
}
