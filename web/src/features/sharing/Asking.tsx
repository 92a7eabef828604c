// Somebody who was about to enter the same record asks to be taken into its team: one press answers.
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Button, DateWords, ErrorState } from '@/ui'
import { useOpen, type Shares } from './sharing'
import css from './Sharing.module.css'

type Props = { form: Form; row: Row; ask: NonNullable<Shares['asks']>[number] }

export function Asking({ form, row, ask }: Props) {
  const t = useText('sharing')
  const open = useOpen(form.key, row.id)
  const take = () => open.mutate({ kind: 'team', to: { person: ask.id }, level: 'read', until: null, duty: null })
  return (
    <div className={css.asking}>
      <span>
        {t('asks', { name: ask.title })} <DateWords value={ask.at} withTime />
        {open.isError && <ErrorState error={open.error} compact />}
      </span>
      <Button size="small" look="primary" loading={open.isPending} onClick={take}>
        {t('takeIn')}
      </Button>
    </div>
  )
}
