// Search, quick add, work under way, me.
import { useText } from '@/i18n'
import { Icon, Kbd, shortcut } from '@/ui'
import { Bell } from './Bell'
import { MeMenu } from './MeMenu'
import { QuickAdd } from './QuickAdd'
import css from './TopBar.module.css'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const t = useText('shell')
  return (
    <header className={css.top}>
      <button type="button" className={css.find} onClick={onSearch} aria-haspopup="dialog">
        <Icon name="search" />
        <span className="ellipsis">{t('searchHint')}</span>
        <Kbd>{shortcut('mod+k')}</Kbd>
      </button>
      <span className={css.space} />
      <QuickAdd />
      <Bell />
      <MeMenu />
    </header>
  )
}
