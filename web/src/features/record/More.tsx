// The menu ⋯ of a record's head: what is done with it seldom.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { copyText } from '@/core/clipboard'
import { may } from '@/core/forms'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { useMove, useRemove } from '@/core/records'
import { designRoute } from '@/core/routes'
import { useMayDesign, useMe } from '@/core/session'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { HandOn } from '@/features/agenda/HandOn'
import { ReadersDrawer } from '@/features/explain/ReadersDrawer'
import { MergeDrawer } from '@/features/merging/MergeDrawer'
import { PrintDialog } from '@/features/printing/PrintDialog'
import { useRulesEntry } from '@/features/rules/runs/useRulesEntry'
import { useHandsOn } from '@/features/tasks/TaskAct'
import { useText } from '@/i18n'
import { IconButton, Menu, type MenuEntry } from '@/ui'
import { AssignDialog } from './AssignDialog'

type Props = { form: Form; row: Row; first: MenuEntry[]; onShare: () => void }

/** `first`: what found no room as a button. */
export function More({ form, row, first, onShare }: Props) {
  const t = useText('record')
  const s = useText('sharing')
  const x = useText('explain')
  const c = useText('common')
  const navigate = useNavigate()
  const remove = useRemove(form.key)
  const move = useMove(form.key)
  const [assigning, setAssigning] = useState(false)
  const [printing, setPrinting] = useState(false)
  const [handing, setHanding] = useState(false)
  const hands = useHandsOn(form, row)
  const m = useText('merging')
  const [merging, setMerging] = useState(false)
  const [readers, setReaders] = useState(false)
  const { admin } = useMe()
  const phone = usePhone()
  const configures = useMayDesign(form.key)
  const rules = useRulesEntry(form.key, row.id)
  const can = (act: string) => row._may?.includes(act) ?? may(form, act)
  const stay = (id: number) => id !== row.id && void navigate(`/f/${form.key}/${id}`, { replace: true })
  const drop = () =>
    remove.mutate(row.id, {
      onSuccess: () => {
        void navigate(`/f/${form.key}`)
        toast({ text: t('deleted', { title: titleOf(row) }), undo: () => move.mutate({ id: row.id, move: 'restore' }) })
      },
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  const items: MenuEntry[] = [
    ...first,
    { key: 'share', label: s('title'), icon: 'people', onSelect: onShare },
    {
      key: 'copy',
      label: t('copyLink'),
      icon: 'link',
      onSelect: () =>
        void copyText(window.location.href).then((done) => toast({ text: t(done ? 'linkCopied' : 'failed') })),
    },
    ...(admin ? [{ key: 'readers', label: x('menu'), icon: 'eye' as const, onSelect: () => setReaders(true) }] : []),
    ...(can('print')
      ? [{ key: 'print', label: t('print'), icon: 'print' as const, onSelect: () => setPrinting(true) }]
      : []),
    ...(can('assign') && 'owner' in row
      ? [{ key: 'assign', label: t('assign'), icon: 'assign' as const, onSelect: () => setAssigning(true) }]
      : []),
    ...(hands ? [{ key: 'hand', label: t('handOn'), icon: 'swap' as const, onSelect: () => setHanding(true) }] : []),
    ...(can('change') && can('delete')
      ? [{ key: 'merge', label: m('open'), icon: 'link' as const, onSelect: () => setMerging(true) }]
      : []),
    ...rules,
    ...(phone && configures
      ? [
          {
            key: 'configure',
            label: c('configure'),
            icon: 'pencil' as const,
            onSelect: () => void navigate(designRoute(form.key)),
          },
        ]
      : []),
    ...(can('delete')
      ? [
          { divider: true as const },
          { key: 'delete', label: c('delete'), icon: 'trash' as const, danger: true, onSelect: drop },
        ]
      : []),
  ]
  return (
    <>
      <Menu items={items} placement="bottomRight">
        <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
      </Menu>
      <AssignDialog form={form} row={row} open={assigning} onClose={() => setAssigning(false)} />
      <HandOn form={form.key} id={row.id} open={handing} onClose={() => setHanding(false)} />
      {readers && <ReadersDrawer form={form} row={row} onClose={() => setReaders(false)} />}
      {printing && <PrintDialog form={form} ids={[row.id]} onClose={() => setPrinting(false)} />}
      {merging && <MergeDrawer form={form} ids={[row.id]} onClose={() => setMerging(false)} onMerged={stay} />}
    </>
  )
}
