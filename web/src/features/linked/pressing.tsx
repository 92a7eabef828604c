// Pressing a button of a form: asked first where it says so, told when done; the same on the record and in a list.
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { undoAndRefresh } from '@/core/batches'
import { holds } from '@/core/conditions/holds'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePress } from '@/core/linked'
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, LayoutElement, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Modal } from '@/ui'

export type Pressing = {
  /** Whether it does something on this record, as far as the page can tell. */
  offers: (button: LayoutElement, row: Row) => boolean
  press: (button: LayoutElement, row: Row) => void
  busy: boolean
  /** What it asks, while it asks. */
  dialog: ReactNode
}

export function usePressing(form: Form): Pressing {
  const t = useText('linked')
  const f = useFormat()
  const { person, workspace } = useMe()
  const client = useQueryClient()
  const pressing = usePress(form.key)
  const [asking, setAsking] = useState<{ button: LayoutElement; row: Row } | null>(null)
  const run = (button: LayoutElement, row: Row) => {
    setAsking(null)
    pressing.mutate(
      { id: row.id, button: button.key, version: row.version },
      {
        onSuccess: (now) => {
          const batch = now._batch
          const undo = batch === undefined ? undefined : () => void undoAndRefresh(client, form.key, batch)
          toast({ text: t('pressed', { name: f.words(button.label) }), undo })
        },
        onError: (e) => toast({ text: isProblem(e) ? said(e) : String(e) }),
      },
    )
  }
  return {
    busy: pressing.isPending,
    offers: (button, row) => {
      const asker = { me: person.id, zone: f.zone, weekStart: workspace.week_start, now: Date.now() }
      const valueOf = (path: string) => {
        const field = fieldOf(form, path)
        return field && path in row ? { operand: field.operand ?? 'text', value: row[path] } : undefined
      }
      return row._may?.includes('change') !== false && holds(button.press?.when, valueOf, asker) !== false
    },
    press: (button, row) => (f.words(button.text) ? setAsking({ button, row }) : run(button, row)),
    dialog: asking && (
      <Asked button={asking.button} onClose={() => setAsking(null)} onYes={() => run(asking.button, asking.row)} />
    ),
  }
}

/** The problem with what is wrong at its fields. */
const said = (problem: { message: string; errors: { detail: string }[] }): string =>
  [problem.message, ...problem.errors.slice(0, 3).map((each) => each.detail)].join(' · ')

/** The question of a button. */
export function Asked({ button, onClose, onYes }: { button: LayoutElement; onClose: () => void; onYes: () => void }) {
  const c = useText('common')
  const f = useFormat()
  return (
    <Modal
      open
      onClose={onClose}
      title={f.words(button.label)}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={onYes}>
            {f.words(button.label)}
          </Button>
        </>
      }
    >
      <p>{f.words(button.text)}</p>
    </Modal>
  )
}
