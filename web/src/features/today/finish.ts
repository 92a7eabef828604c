// Ticking a task off where it stands.
import { slot, useForm } from '@/core/forms'
import { useChange } from '@/core/records'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import type { TodayItem } from './today'

/** Ticks a task off, with undo. */
export function useFinish(item: TodayItem): () => void {
  const t = useText('today')
  const form = useForm(item.form).data
  const change = useChange(item.form)
  const key = form && slot(form, 'task', 'done_at')
  return () => {
    if (!key) return
    const set = (version: number, at: string | null) =>
      change.mutateAsync({ id: item.id, version, change: { [key]: at } })
    void set(item.version, new Date().toISOString()).then((row) =>
      toast({
        text: t('finished', { count: 1 }),
        merge: { key: 'finished', count: 1, say: (count) => t('finished', { count }) },
        undo: () => void set(row.version, null),
      }),
    )
  }
}
