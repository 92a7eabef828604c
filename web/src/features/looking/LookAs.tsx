// The button of administrators to see what somebody sees.
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { useBeginLooking } from './looking'

export function LookAs({ person, size = 'small' }: { person: { id: Id; title: string }; size?: 'small' | 'normal' }) {
  const t = useText('looking')
  const me = useMe()
  const begin = useBeginLooking()
  // One looks as others; and while one does, as nobody else.
  if (!me.admin || me.looking || me.person.id === person.id) return null
  const look = () =>
    begin.mutate(person.id, { onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }) })
  return (
    <Button size={size} look="text" icon="eye" onClick={look} loading={begin.isPending}>
      {size === 'small' ? t('look') : t('lookAs', { name: person.title })}
    </Button>
  )
}
