// Finishes editing in place where leaving the control says nothing: controls of several parts.
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'

type Props = { onDone: ((value?: Value) => void) | undefined; loading?: boolean }

export function DoneButton({ onDone, loading = false }: Props) {
  const t = useText('common')
  if (!onDone) return null
  return (
    <Button size="small" look="primary" loading={loading} onClick={() => onDone()}>
      {t('done')}
    </Button>
  )
}
