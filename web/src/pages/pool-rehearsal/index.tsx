// The rehearsal of a pool: from settings by what is not published yet, from its page for those who administer it.
import { useLocation } from 'react-router'
import { PoolRehearsal, SettingsRehearsal } from '@/features/pools/design/RehearsalPage'

export default function PoolRehearsalPage() {
  return useLocation().pathname.startsWith('/settings') ? <SettingsRehearsal /> : <PoolRehearsal />
}
