// Appearance, density, language and signing out.
import { usePreferences, type Density, type Locale, type ThemeChoice } from '@/core/preferences'
import { chooseLocale, useMe, useSignOut } from '@/core/session'
import { useText } from '@/i18n'
import { Avatar, Menu, type MenuEntry } from '@/ui'
import css from './TopBar.module.css'

const LANGUAGES: Locale[] = ['zh-CN', 'en-US']

/** The entries, shared with the phone's "me" page. */
export function useMeEntries(): MenuEntry[] {
  const t = useText('shell')
  const prefs = usePreferences()
  const signOut = useSignOut()
  const themes: { key: ThemeChoice; icon: 'sun' | 'moon' | 'gear' }[] = [
    { key: 'light', icon: 'sun' },
    { key: 'dark', icon: 'moon' },
    { key: 'system', icon: 'gear' },
  ]
  const densities: Density[] = ['comfortable', 'compact']
  return [
    {
      heading: t('menu.appearance'),
      items: themes.map(({ key, icon }) => ({
        key,
        icon,
        label: t(`menu.${key}`),
        checked: prefs.theme === key,
        onSelect: () => prefs.set({ theme: key }),
      })),
    },
    {
      heading: t('menu.density'),
      items: densities.map((key) => ({
        key,
        icon: 'rows' as const,
        label: t(`menu.${key}`),
        checked: prefs.density === key,
        onSelect: () => prefs.set({ density: key }),
      })),
    },
    {
      heading: t('menu.language'),
      items: LANGUAGES.map((key) => ({
        key,
        icon: 'globe' as const,
        label: t(`languages.${key}`),
        checked: prefs.locale === key,
        onSelect: () => void chooseLocale(key).catch(() => undefined),
      })),
    },
    { divider: true },
    { key: 'signOut', icon: 'exit', label: t('menu.signOut'), onSelect: () => signOut.mutate() },
  ]
}

export function MeMenu() {
  const me = useMe()
  const entries = useMeEntries()
  return (
    <Menu items={entries} placement="bottomRight">
      <button type="button" className={css.me} aria-label={me.person.name} aria-haspopup="menu">
        <Avatar name={me.person.name} size={28} />
      </button>
    </Menu>
  )
}
