// What is to be done the next time: one line, never demanded.
import { useText } from '@/i18n'
import { Input } from '@/ui'
import css from './Composer.module.css'

const LONGEST = 500

export function StepInput({ value, onChange }: { value: string; onChange: (step: string) => void }) {
  const t = useText('record')
  return (
    <label className={css.step}>
      <span className="caption">{t('nextStep')}</span>
      <Input value={value} onChange={onChange} size="small" placeholder={t('nextStepHint')} maxLength={LONGEST} />
    </label>
  )
}
