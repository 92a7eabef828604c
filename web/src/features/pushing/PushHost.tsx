// The dialog of a push, whatever opened it: a button on a record, a card dropped on a stage, a stage picked in a list.
import { lazy, Suspense } from 'react'
import { useForm } from '@/core/forms'
import { usePushOpener } from '@/core/pushing'

// It brings the editors of every kind of field with it: not before somebody pushes.
const PushDrawer = lazy(() => import('./PushDrawer').then((m) => ({ default: m.PushDrawer })))

export function PushHost() {
  const { open, close } = usePushOpener()
  const form = useForm(open?.form ?? '').data
  if (!open || !form) return null
  return (
    <Suspense>
      <PushDrawer key={`${open.form}/${open.id}/${open.push}`} form={form} open={open} onClose={close} />
    </Suspense>
  )
}
