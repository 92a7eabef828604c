// A form without fields: what to do first.
import { useText } from '@/i18n'
import { Button, EmptyState } from '@/ui'

export function Empty({ onFill }: { onFill: () => void }) {
  const t = useText('designer')
  return (
    <EmptyState
      what={t('emptyForm')}
      why={t('emptyFormWhy')}
      action={
        <Button icon="plus" onClick={onFill}>
          {t('firstControl')}
        </Button>
      }
    />
  )
}
