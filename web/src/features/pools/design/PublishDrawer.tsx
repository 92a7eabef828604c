// Before a pool is changed: what is different, what falls tonight because of it, who sees more and less; then publishing.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Drawer, FieldError } from '@/ui'
import { useEffects, usePutPool } from './api'
import { useBench } from './bench'
import { Changes } from './Changes'
import css from './Design.module.css'
import { EffectsTold } from './EffectsTold'

export function PublishDrawer({ onClose, onReload }: { onClose: () => void; onReload: () => void }) {
  const t = useText('poolDesign')
  const f = useFormat()
  const { key, stored, form, now, onPublished } = useBench()
  const effects = useEffects(key, now)
  const keep = usePutPool()
  const problem = isProblem(keep.error) ? keep.error : null
  const stale = problem?.code === 'pools.changed'
  const publish = () =>
    keep.mutate(
      { key, version: stored.version, definition: now },
      {
        onSuccess: () => {
          toast({ text: t('published', { name: f.words(now.label) }) })
          onPublished()
        },
      },
    )
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={t('effects')}
      footer={
        <>
          <Button onClick={onClose}>{t('backToChange')}</Button>
          {stale ? (
            <Button look="primary" onClick={onReload}>
              {t('loadAnew')}
            </Button>
          ) : (
            <Button look="primary" onClick={publish} loading={keep.isPending} disabled={!effects.isSuccess}>
              {t('publish')}
            </Button>
          )}
        </>
      }
    >
      <div className={css.told}>
        {problem && <FieldError>{problem.errors[0]?.detail ?? problem.message}</FieldError>}
        {stale && <p className="t2">{t('stale')}</p>}
        <Changes />
        <EffectsTold form={form} effects={effects} />
      </div>
    </Drawer>
  )
}
