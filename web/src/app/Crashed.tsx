// A page that broke keeps the shell alive and says what to do.
import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState } from '@/ui'

export function Crashed() {
  const error = useRouteError()
  const t = useText('errors')
  useEffect(() => {
    console.error(error)
  }, [error])
  if (isProblem(error)) return <ErrorState error={error} retry={() => location.reload()} />
  return (
    <EmptyState
      what={t('crashed.title')}
      why={t('crashed.next')}
      action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
    />
  )
}
