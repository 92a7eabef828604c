// An address that leads nowhere.
import { Link } from 'react-router'
import { useText } from '@/i18n'
import { EmptyState } from '@/ui'

export default function MissingPage() {
  const t = useText('shell')
  return <EmptyState what={t('notFound.title')} why={t('notFound.why')} link={<Link to="/">{t('notFound.go')}</Link>} />
}
