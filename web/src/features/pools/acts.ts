// Taking, giving out and giving back one record or many: what was done is said, what was refused is named with its reason.
import { create } from 'zustand'
import { isProblem } from '@/core/problem'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Id, Ref, Row } from '@/core/types'
import { useText } from '@/i18n'
import { useGive, useRelease, useTake, useUndoRelease, type Results } from './pools'

type Some = Pick<Row, 'id'>[]
export type Refusal = { id: Id; title: string; why: string }
type Refused = { done: number; form: string; items: Refusal[]; put: (refused: Omit<Refused, 'put'>) => void }

/** What the last act on many left undone; the list of it stays until it is closed. */
export const useRefused = create<Refused>()((set) => ({
  done: 0,
  form: '',
  items: [],
  put: (refused) => set(refused),
}))

type Said = { one: 'taken' | 'given' | 'assignedOne'; many: 'takenAll' | 'givenAll' | 'assignedAll' }
type Undo = (done: Id[]) => (() => void) | undefined

/** `pool`: where records are taken from; any pool of the form that one belongs to. */
export function useActs(form: { key: string }, pool?: string) {
  const t = useText('pools')
  const target = pool === undefined ? undefined : { key: pool, form: form.key }
  const take = useTake(target)
  const give = useGive(target)
  const release = useRelease(form.key)
  const back = useUndoRelease(form.key)
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const tell = (rows: Some, { results }: Results, said: Said, name = '', undo?: Undo): void => {
    const refused = results.filter((each) => !each.ok)
    const done = results.filter((each) => each.ok).map((each) => each.id)
    const [first] = rows
    if (rows.length === 1 && refused[0]) toast({ text: refused[0].detail ?? t('failed') })
    else if (done.length > 0) {
      const undoing = undo?.(done)
      const title = first ? titleOf(first as Row) : ''
      const text = rows.length === 1 ? t(said.one, { title, name }) : t(said.many, { count: done.length, name })
      toast({ text, ...(undoing ? { undo: undoing } : {}) })
    }
    if (rows.length === 1) return
    const titles = new Map(rows.map((row) => [row.id, titleOf(row as Row)]))
    const items = refused.map(({ id, detail }) => ({
      id,
      title: titles.get(id) || `#${id}`,
      why: detail ?? t('failed'),
    }))
    if (items.length) useRefused.getState().put({ done: done.length, form: form.key, items })
  }
  const ids = (rows: Some) => rows.map((row) => row.id)
  // Promises, not callbacks of `mutate`: those are lost where what asked has left the page, as it does when its work is done.
  const undone = ({ results }: Results) => {
    const held = results.find((each) => !each.ok)
    if (held) toast({ text: held.detail ?? t('failed') })
  }
  const undoRelease: Undo = (done) => () => void back.mutateAsync(done).then(undone, failed)
  const undoGive: Undo = (done) => () =>
    void release.mutateAsync({ ids: done, reason: null, pool: null }).then(undone, failed)
  return {
    busy: take.isPending || give.isPending || release.isPending,
    take: (rows: Some, then?: (results: Results) => void) =>
      void take.mutateAsync(ids(rows)).then((reply) => {
        tell(rows, reply, { one: 'taken', many: 'takenAll' })
        then?.(reply)
      }, failed),
    give: (rows: Some, person: Ref, then?: () => void) =>
      void give.mutateAsync({ ids: ids(rows), person: person.id }).then((reply) => {
        tell(rows, reply, { one: 'assignedOne', many: 'assignedAll' }, person.title ?? '', undoGive)
        then?.()
      }, failed),
    release: (rows: Some, reason: string | null, to: string | null, then?: () => void) =>
      void release.mutateAsync({ ids: ids(rows), reason, pool: to }).then((reply) => {
        tell(rows, reply, { one: 'given', many: 'givenAll' }, '', undoRelease)
        then?.()
      }, failed),
  }
}
