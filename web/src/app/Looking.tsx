// Says on every page that one looks as somebody else, and ends that.
import { useMe } from '@/core/session'
import { useEndLooking } from '@/features/looking/looking'
import { useText } from '@/i18n'
import { Button, Icon } from '@/ui'
import css from './Looking.module.css'

export function Looking() {
  const t = useText('looking')
  const { looking } = useMe()
  const end = useEndLooking()
  if (!looking) return null
  return (
    <div className={css.line} role="status">
      <Icon name="eye" size={14} />
      <span className={css.said}>{t('banner', { name: looking.name })}</span>
      <Button size="small" onClick={() => end.mutate()} loading={end.isPending}>
        {t('end')}
      </Button>
    </div>
  )
}
