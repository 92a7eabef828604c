// Whether the draft is kept: said quietly, loudly only when it could not be.
import { useFormat } from '@/core/format'
import { useMedia } from '@/core/media'
import { isProblem } from '@/core/problem'
import designer from '@/features/designer/bar/Bar.module.css'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import { useDesign } from '../bench'

export function KeptState() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { keeping, keeper } = useDesign()
  const roomy = useMedia('(min-width: 1200px)')
  if (keeping.state === 'failed')
    return (
      <span className={designer.failed} role="alert">
        {isProblem(keeping.error) ? (keeping.error.errors[0]?.detail ?? keeping.error.message) : t('notKept')}
        <Button size="small" onClick={() => void keeper.settle()}>
          {t('keepAgain')}
        </Button>
      </span>
    )
  if (keeping.at === null && keeping.state === 'kept') return null
  const busy = keeping.state === 'waiting' || keeping.state === 'keeping'
  const words = busy ? t('keeping') : keeping.at && roomy ? t('keptAt', { time: f.time(keeping.at) }) : t('kept')
  return (
    <span className={designer.kept} role="status" data-testid="kept" data-state={keeping.state}>
      {!busy && <Icon name="check" size={14} />}
      <span className={designer.keptWords}>{words}</span>
    </span>
  )
}
