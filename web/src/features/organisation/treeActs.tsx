// What can be done with departments, and the dialogs that belong to it.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Modal, type MenuEntry } from '@/ui'
import { DepartmentForm } from './DepartmentForm'
import { useOrderDepartments, useRemoveDepartment, useSaveDepartment, type Department } from './organisation'
import { movedBy } from './tree'

type Editing = { department: Department | null; parent: Id | null } | null

export function useTreeActs(all: Department[], onRemoved: () => void) {
  const t = useText('organisation')
  const c = useText('common')
  const save = useSaveDepartment()
  const order = useOrderDepartments()
  const remove = useRemoveDepartment()
  const [editing, setEditing] = useState<Editing>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const refuse = (error: unknown) => setRefused(isProblem(error) ? error.message : String(error))

  const move = (department: Department, parent: Id | null) => {
    const to = all.find((d) => d.id === parent)?.name ?? t('tree.top')
    const back = department.parent_id
    const put = (where: Id | null) => save.mutateAsync({ id: department.id, change: { parent: where } })
    put(parent).then(
      () =>
        toast({
          text: t('tree.moved', { name: department.name, to }),
          undo: () => void put(back).catch(refuse),
        }),
      refuse,
    )
  }
  const erase = (department: Department) =>
    remove.mutate(department.id, {
      onSuccess: () => {
        onRemoved()
        toast({ text: t('tree.removed', { name: department.name }) })
      },
      onError: refuse,
    })
  const of = (department: Department): MenuEntry[] => {
    const up = movedBy(all, department.id, -1)
    const down = movedBy(all, department.id, 1)
    return [
      {
        key: 'below',
        icon: 'plus',
        label: t('tree.addBelow'),
        onSelect: () => setEditing({ department: null, parent: department.id }),
      },
      {
        key: 'change',
        icon: 'pencil',
        label: t('tree.change'),
        onSelect: () => setEditing({ department, parent: null }),
      },
      { divider: true },
      {
        key: 'up',
        icon: 'arrow-up',
        label: t('tree.up'),
        disabled: !up,
        onSelect: () => up && order.mutate(up, { onError: refuse }),
      },
      {
        key: 'down',
        icon: 'arrow-down',
        label: t('tree.down'),
        disabled: !down,
        onSelect: () => down && order.mutate(down, { onError: refuse }),
      },
      {
        key: 'move',
        icon: 'branch',
        label: t('tree.moveTo'),
        onSelect: () => setEditing({ department, parent: null }),
      },
      { divider: true },
      { key: 'remove', icon: 'trash', danger: true, label: t('tree.remove'), onSelect: () => erase(department) },
    ]
  }
  const dialogs = (
    <>
      {editing && (
        <DepartmentForm
          department={editing.department}
          parent={editing.parent}
          all={all}
          onClose={() => setEditing(null)}
        />
      )}
      {refused !== null && (
        <Modal
          open
          onClose={() => setRefused(null)}
          title={t('tree.title')}
          footer={
            <Button look="primary" onClick={() => setRefused(null)}>
              {c('close')}
            </Button>
          }
        >
          <p>{refused}</p>
        </Modal>
      )}
    </>
  )
  return { add: (parent: Id | null) => setEditing({ department: null, parent }), move, of, dialogs }
}
