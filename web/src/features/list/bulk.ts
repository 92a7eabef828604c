// Changing many records: started, followed to its end, undoable.
import { useQueryClient } from '@tanstack/react-query'
import { followBatch } from '@/core/batches'
import { isProblem } from '@/core/problem'
import { useBulk, type BulkTarget, type BulkWork } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Filter, Form } from '@/core/types'
import { useText } from '@/i18n'
import type { Selection } from './selection'

/** Ids, or the filter when everything it finds is selected. */
export const targetOf = (selection: Selection, filter: Filter | null): BulkTarget =>
  selection.all ? { filter } : { ids: [...selection.ids] }

export function useBulkWork(form: Form, selection: Selection, filter: Filter | null) {
  const t = useText('list')
  const client = useQueryClient()
  const bulk = useBulk(form.key)
  const run = async (work: BulkWork, say: 'changed' | 'assigned' | 'deleted'): Promise<void> => {
    try {
      const batch = await bulk.mutateAsync({ ...targetOf(selection, filter), ...work })
      selection.clear()
      await followBatch(client, form.key, batch, {
        done: (count) => t(`bulk.${say}`, { count }),
        failed: (count, why) => t('bulk.failed', { count, why }),
        alike: (count, title) => t('bulk.alike', { count, title }),
      })
    } catch (e) {
      toast({ text: isProblem(e) ? e.message : String(e) })
    }
  }
  return { run, busy: bulk.isPending }
}
