// Whether the draft is kept: said quietly, loudly only when it could not be.
import { useFormat } from '@/core/format'
import { useMedia } from '@/core/media'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import { useBench } from '../sight'
import css from './Bar.module.css'

export function KeptState() {
  const t = useText('designer')
  const f = useFormat()
  const { keeping, keeper } = useBench()
  const roomy = useMedia('(min-width: 1100px)')
  if (keeping.state === 'failed')
    return (
      <span className={css.failed} role="alert">
        {isProblem(keeping.error) ? keeping.error.message : t('notKept')}
        <Button size="small" onClick={() => void keeper.settle()}>
          {t('keepAgain')}
        </Button>
      </span>
    )
  if (keeping.version === 0 && keeping.state === 'kept') return null
  const busy = keeping.state === 'waiting' || keeping.state === 'keeping'
  const words = busy ? t('keeping') : keeping.at && roomy ? t('keptAt', { time: f.time(keeping.at) }) : t('kept')
  return (
    <span className={css.kept} role="status">
      {!busy && <Icon name="check" size={14} />}
      <span className={css.keptWords}>{words}</span>
    </span>
  )
}
