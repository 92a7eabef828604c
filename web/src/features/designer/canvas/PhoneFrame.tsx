// A phone 360 wide around the form.
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { useBench } from '../sight'
import css from './Canvas.module.css'

export function PhoneFrame({ children }: { children: ReactNode }) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  return (
    <div className={css.phone} aria-label={t('onPhone')}>
      <div className={css.phoneHead}>{t('phoneTitle', { form: f.words(form.label) })}</div>
      <div className={css.phoneBody}>{children}</div>
    </div>
  )
}
