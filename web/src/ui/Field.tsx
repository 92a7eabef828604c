// A visible label over a control, with hint and refusal.
import { useId, type ReactNode } from 'react'
import { useText } from '@/i18n'
import css from './Field.module.css'
import { FieldError } from './states'

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  required?: boolean | undefined
  /** Gives the control its id, and the ids that describe it. */
  children: (ids: { id: string; 'aria-describedby'?: string | undefined; invalid: boolean }) => ReactNode
}

export function Field({ label, hint, error, required, children }: Props) {
  const id = useId()
  const t = useText('common')
  const about = [error ? `${id}e` : '', hint ? `${id}h` : ''].filter(Boolean).join(' ')
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
        {required && (
          <span className={css.required} title={t('required')} aria-label={t('required')}>
            *
          </span>
        )}
      </label>
      {children({ id, 'aria-describedby': about || undefined, invalid: Boolean(error) })}
      {hint && (
        <span id={`${id}h`} className="caption">
          {hint}
        </span>
      )}
      <FieldError id={`${id}e`}>{error}</FieldError>
    </div>
  )
}
