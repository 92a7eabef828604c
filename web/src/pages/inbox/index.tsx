// Everything somebody was told.
import { Inbox } from '@/features/messages/Inbox'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'

export default function InboxPage() {
  const t = useText('messages')
  return (
    <>
      <PageHead title={t('inbox.title')} />
      <Inbox />
    </>
  )
}
