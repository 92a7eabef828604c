// Putting a record on other days: shown at once, undoable, and a clash with somebody else is told.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { get } from '@/core/http'
import { isProblem } from '@/core/problem'
import { listKey, patchLists, useChange } from '@/core/records'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import type { DateChange } from './span'

/** What the person wanted, and the record as somebody else has made it meanwhile. */
export type DateClash = { row: Row; change: DateChange; fresh: Row; by: string | null }

export type DateMoves = {
  move: (row: Row, change: DateChange) => void
  clash: DateClash | null
  settle: (mine: boolean) => void
}

export function useDateMoves(form: Form): DateMoves {
  const t = useText('views')
  const f = useFormat()
  const client = useQueryClient()
  const saving = useChange(form.key)
  const [clash, setClash] = useState<DateClash | null>(null)

  const send = async (row: Row, change: DateChange, undoable: boolean): Promise<void> => {
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, (row[key] ?? null) as string]))
    if (JSON.stringify(before) === JSON.stringify(change)) return
    patchLists(client, form.key, { ...row, ...change })
    try {
      const saved = await saving.mutateAsync({ id: row.id, version: row.version, change })
      if (undoable) toast({ text: said(saved, change), undo: () => void send(saved, before, false) })
    } catch (e) {
      patchLists(client, form.key, row)
      if (!isProblem(e)) throw e
      if (e.code === 'records.conflict') setClash(await met(form, row, change, e.params))
      else toast({ text: e.errors[0]?.detail || e.message })
    } finally {
      void client.invalidateQueries({ queryKey: listKey(form.key) })
    }
  }
  const said = (row: Row, change: DateChange): string => {
    const words = Object.entries(change).map(([key, value]) => `${f.words(fieldOf(form, key)?.label)} ${f.date(value)}`)
    return t('moved', { title: titleOf(row), dates: words.join(t('and')) })
  }
  return {
    move: (row, change) => void send(row, change, true),
    clash,
    settle: (mine) => {
      if (!clash) return
      setClash(null)
      patchLists(client, form.key, clash.fresh)
      if (mine) void send(clash.fresh, clash.change, true)
    },
  }
}

async function met(form: Form, row: Row, change: DateChange, params: { [key: string]: unknown }): Promise<DateClash> {
  const fresh = await get<Row>(`/records/${form.key}/${row.id}`)
  const by = params['by'] as { title?: string | null } | null | undefined
  return { row, change, fresh, by: by?.title ?? null }
}
