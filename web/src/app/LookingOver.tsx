// The look as somebody else ended by itself: one is told, and goes back to one's own account knowingly.
import type { Problem } from '@/core/problem'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useEndLooking } from '@/features/looking/looking'
import { useText } from '@/i18n'
import { Button, EmptyState } from '@/ui'

export function LookingOver({ problem }: { problem: Problem }) {
  const t = useText('looking')
  const end = useEndLooking()
  const back = () => end.mutate(undefined, { onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }) })
  return (
    <EmptyState
      what={t('over', { name: String(problem.params['name'] ?? '') })}
      why={t('overWhy')}
      action={
        <Button look="primary" onClick={back} loading={end.isPending}>
          {t('back')}
        </Button>
      }
    />
  )
}
