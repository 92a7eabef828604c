// What the buttons of a row do: log, move the stage, assign, open what a field leads to, delete with undo.
import { useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useMove, useRemove } from '@/core/records'
import { recordRoute } from '@/core/routes'
import { isRef } from '@/core/search'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Field, Form, Ref, Row, Value } from '@/core/types'
import { useMayLog } from '@/features/log/log'
import { usePressing } from '@/features/linked'
import { useClaim } from '@/features/sharing/claiming'
import { useText } from '@/i18n'
import { isEmpty, safeUrl } from '@/kinds'
import type { IconName } from '@/ui'
import { CLAIM, LINKED, PRESSED } from './buttons'
import { RowDialog, type Asking } from './RowDialog'

export type RowAct = { key: string; icon: IconName; label: string; danger: boolean; run: () => void }
export type RowActs = { keys: string[]; of: (row: Row) => RowAct[]; dialog: ReactNode }

const ICONS: { [key: string]: IconName } = { log: 'follow', stage: 'flag', assign: 'assign', delete: 'trash' }
const LINK_ICONS: { [kind: string]: IconName } = { phone: 'phone', email: 'mail' }

export function useRowActs(form: Form, keys: string[]): RowActs {
  const t = useText('views')
  const s = useText('sharing')
  const f = useFormat()
  const { claim } = useClaim(form)
  const logs = useMayLog(form)
  const [asking, setAsking] = useState<Asking | null>(null)
  const remove = useRowRemoval(form)
  const leads = useLeads(form)
  const pressing = usePressing(form)
  const actOf = (key: string, row: Row): RowAct[] => {
    if (key.startsWith(LINKED)) {
      const field = fieldOf(form, key.slice(LINKED.length))
      const run = field && leads(field, row)
      const icon = LINK_ICONS[field?.kind ?? ''] ?? 'link'
      return run ? [{ key, icon, label: t('act.link', { field: f.words(field.label) }), danger: false, run }] : []
    }
    if (key.startsWith(PRESSED)) {
      const button = form.elements?.find((x) => x.key === key.slice(PRESSED.length))
      if (!button || !pressing.offers(button, row)) return []
      const run = () => pressing.press(button, row)
      return [{ key, icon: 'check', label: f.words(button.label), danger: false, run }]
    }
    if (key === CLAIM)
      return isRef(row.owner) ? [] : [{ key, icon: 'pool', label: s('claim.do'), danger: false, run: () => claim(row) }]
    if (key === 'log' && (!logs || (keys.includes(CLAIM) && !isRef(row.owner)))) return []
    const label = t(`act.${key as Asking['act'] | 'delete'}`)
    const run = key === 'delete' ? () => remove(row) : () => setAsking({ act: key as Asking['act'], row })
    return [{ key, icon: ICONS[key] ?? 'more', label, danger: key === 'delete', run }]
  }
  return {
    keys,
    of: (row) => keys.flatMap((key) => actOf(key, row)),
    dialog: asking ? <RowDialog form={form} asking={asking} onClose={() => setAsking(null)} /> : pressing.dialog,
  }
}

function useRowRemoval(form: Form): (row: Row) => void {
  const t = useText('views')
  const remove = useRemove(form.key)
  const move = useMove(form.key)
  return (row) =>
    remove.mutate(row.id, {
      onSuccess: () =>
        toast({
          text: t('deleted', { title: titleOf(row) }),
          undo: () => move.mutate({ id: row.id, move: 'restore' }),
        }),
      onError: (e) => toast({ text: isProblem(e) ? e.message : String(e) }),
    })
}

/** Where a field's value leads to; nothing where it is empty or not for the reader. */
function useLeads(form: Form): (field: Field, row: Row) => (() => void) | undefined {
  const navigate = useNavigate()
  return (field, row) => {
    const value: Value = row[field.key]
    if (isEmpty(value)) return undefined
    if (field.kind === 'relation') {
      const { id, locked } = value as Ref
      return locked ? undefined : () => void navigate(recordRoute(field.options?.target ?? form.key, id))
    }
    const text = String(value)
    if (field.kind === 'phone') return () => window.location.assign(`tel:${text}`)
    if (field.kind === 'email') return () => window.location.assign(`mailto:${text}`)
    const url = safeUrl(text)
    return url ? () => void window.open(url, '_blank', 'noreferrer') : undefined
  }
}
