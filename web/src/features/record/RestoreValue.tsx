// Beside a change in the timeline: the value of before comes back, as an ordinary change that can be taken back.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { may } from '@/core/forms'
import { newIdempotencyKey, post } from '@/core/http'
import { isProblem } from '@/core/problem'
import { patchLists, recordKey, refreshForm, tellWarnings } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Field, Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import type { Change } from './record'
import css from './Timeline.module.css'

/** Kinds that are not brought back one by one: worked out, given once, or rows of a table. */
const NEVER = new Set(['formula', 'rollup', 'lookup', 'serial', 'rmb_capitals', 'detail'])

export function mayComeBack(form: Form, row: Row, field: Field | undefined): boolean {
  if (!field || field.readonly || NEVER.has(field.kind)) return false
  return row._may ? row._may.includes('change') : may(form, 'change')
}

export function RestoreValue({ form, row, change, label }: { form: Form; row: Row; change: Change; label: string }) {
  const t = useText('record')
  const restore = useRestoreValue(form.key, row)
  const act = (side: 'before' | 'after', done?: (after: Row) => void) =>
    restore.mutate(
      { history: change.history, field: change.field, side },
      {
        onSuccess: (after) => done?.(after),
        onError: (e) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') }),
      },
    )
  const bringBack = () =>
    act('before', () => toast({ text: t('broughtBack', { field: label }), undo: () => act('after') }))
  return (
    <span className={css.restore}>
      <IconButton
        icon="undo"
        size="small"
        label={t('bringBack', { field: label })}
        onClick={bringBack}
        loading={restore.isPending}
      />
    </span>
  )
}

type Wanted = { history: number; field: string; side: 'before' | 'after' }

function useRestoreValue(form: string, row: Row) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Wanted) => {
      const seen = client.getQueryData<Row>(recordKey(form, row.id)) ?? row
      return post<Row>(
        `/records/${form}/${row.id}/restore-value`,
        { ...wanted, version: seen.version },
        { idempotencyKey: newIdempotencyKey() },
      )
    },
    onSuccess: (after) => {
      tellWarnings(after)
      if (!after.locked) client.setQueryData(recordKey(form, row.id), after)
      patchLists(client, form, after)
      refreshForm(client, form, row.id)
    },
  })
}
