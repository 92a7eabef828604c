// Moving a record to another stage: the server judges, its gate becomes a question, and it can be undone.
import { useState } from 'react'
import { stageOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { asksForPush } from '@/core/pushing'
import { useMove } from '@/core/records'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { gateOf, overtakenBy, type Gate } from '@/features/kanban/gate'
import { useText } from '@/i18n'
import { toWrite } from '@/kinds'

export function useAdvance(form: Form, row: Row, onMoved?: () => void) {
  const t = useText('record')
  const f = useFormat()
  const move = useMove(form.key)
  // With the version that was there when it asked: what others change meanwhile is told, not written over.
  const [gate, setGate] = useState<(Gate & { version: number }) | null>(null)
  const to = (stage: string, values?: { [key: string]: unknown }) => {
    if (stage === row.stage) return
    const from = row.stage
    const version = values && gate ? gate.version : row.version
    const body = { stage, version, values: toWrite(form.fields, values ?? {}) }
    move.mutate(
      { id: row.id, move: 'stage', body },
      {
        onSuccess: () => {
          setGate(null)
          onMoved?.()
          const name = f.words(stageOf(form, stage)?.label)
          toast({
            text: t('moved', { stage: name }),
            undo: () => move.mutate({ id: row.id, move: 'stage', body: { stage: from } }),
          })
        },
        onError: (e) => {
          if (!isProblem(e)) return
          if (asksForPush(e, form.key, row.id)) return onMoved?.()
          const asks = gateOf(e, stage)
          const newer = overtakenBy(e)
          if (asks) setGate({ ...asks, version })
          else if (gate && newer !== null) setGate({ ...gate, version: newer })
          else toast({ text: e.message })
        },
      },
    )
  }
  return { to, gate, busy: move.isPending, error: move.error, cancel: () => setGate(null) }
}
