// Back, today, on: walking through time, with the name of what is shown and what is left out.
import type { ReactNode } from 'react'
import { useText } from '@/i18n'
import { Button, IconButton } from '@/ui'
import css from './dated.module.css'

type Props = {
  title: string
  onStep: (by: 1 | -1) => void
  onToday: () => void
  note?: ReactNode
  children?: ReactNode
}

export function Steps({ title, onStep, onToday, note, children }: Props) {
  const t = useText('views')
  return (
    <div className={css.steps}>
      <IconButton icon="left" size="small" label={t('earlier')} onClick={() => onStep(-1)} />
      <Button size="small" onClick={onToday}>
        {t('today')}
      </Button>
      <IconButton icon="right" size="small" label={t('later')} onClick={() => onStep(1)} />
      <b className={css.stretch} aria-live="polite">
        {title}
      </b>
      {note && <span className="caption">{note}</span>}
      <span className={css.space} />
      {children}
    </div>
  )
}
