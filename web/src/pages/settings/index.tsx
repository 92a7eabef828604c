// The settings page.
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function SettingsPage() {
  const t = useText('settings')
  return <PageHead title={t('title')} />
}
