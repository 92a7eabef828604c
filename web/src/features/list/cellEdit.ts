// Editing one cell in place: the value shows at once, is saved behind, and a clash is told rather than overwritten.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { get } from '@/core/http'
import { isProblem, type Problem } from '@/core/problem'
import { patchLists, useChange } from '@/core/records'
import type { Field, Form, Id, Row, Value } from '@/core/types'
import { toWrite } from '@/kinds'

export type CellKey = { id: Id; field: string }

/** Both values of a clash, as they read; `version` is the one to build on. */
export type Clash = { key: CellKey; mine: Value; theirs: Value; by: string | null; fresh: Row }

/** What is typed and the record as it was when that began: it outlives its row, which may leave the screen or the list. */
export type Typed = { value: Value; base: Row }

export type CellEdit = {
  editing: CellKey | null
  /** The cell that is at work: edited, on its way, refused or in conflict. */
  at: CellKey | null
  start: (key: CellKey) => void
  typed: (start: Typed) => Typed
  type: (typed: Typed) => void
  cancel: () => void
  save: (row: Row, field: Field, value: Value) => void
  /** The value on its way to the server, or refused by it, if any. */
  pending: (id: Id, field: string) => { value: Value } | undefined
  /** What was refused stays in its cell until it is mended or put away. */
  refused: (Typed & { key: CellKey; problem: Problem }) | null
  dismiss: () => void
  clash: Clash | null
  settle: (keepMine: boolean) => void
}

const same = (a: CellKey | null, id: Id, field: string): boolean => a?.id === id && a.field === field

export function useCellEdit(form: Form): CellEdit {
  const client = useQueryClient()
  const change = useChange(form.key)
  const [editing, setEditing] = useState<CellKey | null>(null)
  const [pending, setPending] = useState<(CellKey & { value: Value }) | null>(null)
  const [refused, setRefused] = useState<CellEdit['refused']>(null)
  const [clash, setClash] = useState<Clash | null>(null)
  const typed = useRef<Typed | null>(null)

  const send = async (base: Row, field: Field, value: Value) => {
    const [key, { version }] = [{ id: base.id, field: field.key }, base]
    setPending({ ...key, value })
    setRefused(null)
    try {
      await change.mutateAsync({ id: key.id, version, change: toWrite([field], { [field.key]: value }) })
    } catch (e) {
      if (!isProblem(e)) throw e
      if (e.code === 'records.conflict') setClash(await clashOf(form, key, value, e))
      else setRefused({ key, value, base, problem: e })
    } finally {
      setPending(null)
    }
  }
  return {
    editing,
    at: editing ?? pending ?? clash?.key ?? refused?.key ?? null,
    start: (key) => {
      typed.current = refused && same(refused.key, key.id, key.field) ? refused : null
      setRefused(null)
      setEditing(key)
    },
    typed: (start) => (typed.current ??= start),
    type: (now) => {
      typed.current = now
    },
    cancel: () => setEditing(null),
    save: (row, field, value) => {
      setEditing(null)
      if (JSON.stringify(value ?? null) === JSON.stringify(row[field.key] ?? null)) return
      void send(row, field, value)
    },
    pending: (id, field) =>
      [pending, refused].find((x) => x !== null && same('key' in x ? x.key : x, id, field)) ?? undefined,
    refused,
    dismiss: () => setRefused(null),
    clash,
    settle: (keepMine) => {
      if (!clash) return
      setClash(null)
      patchLists(client, form.key, clash.fresh)
      const field = form.fields.concat(form.system).find((f) => f.key === clash.key.field)
      if (keepMine && field) void send(clash.fresh, field, clash.mine)
    },
  }
}

async function clashOf(form: Form, key: CellKey, mine: Value, problem: Problem): Promise<Clash> {
  const fresh = await get<Row>(`/records/${form.key}/${key.id}`)
  const told = problem.errors.find((x) => x.field === key.field)?.params ?? problem.params
  const by = told['by'] as { title?: string | null } | null | undefined
  return { key, mine, theirs: fresh[key.field], by: by?.title ?? null, fresh }
}
