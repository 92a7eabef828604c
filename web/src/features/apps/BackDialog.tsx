// Taking the last version of an app back; afterwards what could not go is listed.
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, FieldError, Modal } from '@/ui'
import css from './Apps.module.css'
import { useRollBack, type App } from './apps'
import { Lines } from './Lines'

export function BackDialog({ app, onClose }: { app: App; onClose: () => void }) {
  const t = useText('apps')
  const c = useText('common')
  const f = useFormat()
  const back = useRollBack()
  const name = f.words(app.label) || app.key
  return (
    <Modal
      open
      onClose={onClose}
      width={560}
      title={
        back.isSuccess ? t('rolledBackTitle', { name }) : t('rollBackTitle', { name, version: String(app.installed) })
      }
      footer={
        back.isSuccess ? (
          <Button look="primary" onClick={onClose}>
            {c('close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{c('cancel')}</Button>
            <Button look="danger" loading={back.isPending} onClick={() => back.mutate(app.key)}>
              {t('rollBack')}
            </Button>
          </>
        )
      }
    >
      {back.isSuccess ? (
        <div className={css.scroll}>
          <p className="t2">{t('rolledBack')}</p>
          <Lines lines={back.data.lines} />
        </div>
      ) : (
        <p className="t2">{t('rollBackWhy')}</p>
      )}
      {back.isError && <FieldError>{isProblem(back.error) ? back.error.message : t('failed')}</FieldError>}
    </Modal>
  )
}
