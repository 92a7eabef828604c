// The pencil at the end of a record's head.
import { useNavigate } from 'react-router'
import { designRoute } from '@/core/routes'
import { useMayDesign } from '@/core/session'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import css from './Record.module.css'

/** The pencil of whoever may change what this page shows. */
export function Configure({ form }: { form: Form }) {
  const c = useText('common')
  const navigate = useNavigate()
  if (!useMayDesign(form.key)) return null
  return (
    <IconButton
      icon="pencil"
      label={c('configure')}
      className={css.configure}
      onClick={() => void navigate(designRoute(form.key))}
    />
  )
}
