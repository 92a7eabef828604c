// Taking a record that nobody owns; of two who do so the second is told who was faster.
import { useQueryClient } from '@tanstack/react-query'
import { isProblem } from '@/core/problem'
import { refreshForm, useMove } from '@/core/records'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'

export function useClaim(form: Form): { claim: (row: Row) => void; busy: boolean } {
  const t = useText('sharing')
  const client = useQueryClient()
  const move = useMove(form.key)
  const claim = (row: Row) =>
    move.mutate(
      { id: row.id, move: 'claim' },
      {
        onSuccess: () => toast({ text: t('claim.done', { title: titleOf(row) }) }),
        onError: (e) => {
          toast({ text: isProblem(e) ? e.message : t('failed') })
          refreshForm(client, form.key, row.id)
        },
      },
    )
  return { claim, busy: move.isPending }
}
