// Says that the network is gone, while it is gone.
import { useSyncExternalStore } from 'react'
import { useText } from '@/i18n'
import css from './Offline.module.css'

const subscribe = (changed: () => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

export function Offline() {
  const t = useText('shell')
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  return online ? null : (
    <div className={css.line} role="status">
      {t('offline')}
    </div>
  )
}
