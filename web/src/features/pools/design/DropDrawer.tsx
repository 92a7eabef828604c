// Before a pool is taken away: who loses sight of what; it can be brought back at once.
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, SkeletonRows } from '@/ui'
import { useDropPool, useEffects, usePutPool } from './api'
import css from './Design.module.css'
import { EffectsTold } from './EffectsTold'
import { read } from './model'
import type { Stored } from './types'

export function DropDrawer({ stored, onClose }: { stored: Stored; onClose: () => void }) {
  const t = useText('poolDesign')
  const c = useText('common')
  const f = useFormat()
  const { key, form: formKey, label } = stored.definition
  const form = useForm(formKey).data
  const effects = useEffects(key, null)
  const drop = useDropPool()
  const put = usePutPool()
  const name = f.words(label) || key
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const remove = () =>
    drop.mutate(key, {
      onSuccess: () => {
        onClose()
        toast({
          text: t('dropped', { name }),
          // A promise: the drawer is closed by then, and callbacks of `mutate` are lost with it.
          undo: () => void put.mutateAsync({ key, version: 0, definition: read(stored.definition) }).catch(failed),
        })
      },
      onError: failed,
    })
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={t('dropTitle', { name })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" onClick={remove} loading={drop.isPending}>
            {t('dropDo')}
          </Button>
        </>
      }
    >
      <div className={css.told}>
        {form ? <EffectsTold form={form} effects={effects} /> : <SkeletonRows count={4} />}
      </div>
    </Drawer>
  )
}
