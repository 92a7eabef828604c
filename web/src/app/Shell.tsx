// The frame: navigation, top bar, sheet; on a phone a page and bottom tabs.
import { useCallback, useState } from 'react'
import { Outlet } from 'react-router'
import { useLiveUpdates } from '@/core/events'
import { useKey } from '@/core/keys'
import { usePhone } from '@/core/media'
import { usePreferences } from '@/core/preferences'
import { PushHost } from '@/features/pushing/PushHost'
import { RefusedList } from '@/features/pools/RefusedList'
import { useText } from '@/i18n'
import { useArrival } from './arrival'
import { Looking } from './Looking'
import { Navigation } from './Navigation'
import { Offline } from './Offline'
import { Palette } from './Palette'
import { PhoneTabs } from './PhoneTabs'
import css from './Shell.module.css'
import { SignInAgain } from './SignInAgain'
import { TopBar } from './TopBar'

export function Shell() {
  const phone = usePhone()
  const collapsed = usePreferences((p) => p.navCollapsed)
  const [palette, setPalette] = useState(false)
  const openPalette = useCallback(() => setPalette(true), [])
  const t = useText('shell')
  useLiveUpdates()
  useArrival()
  useKey('mod+k', openPalette, { typingToo: true })
  return (
    <div className={[css.app, collapsed ? css.collapsed : ''].join(' ')}>
      <a href="#content" className={css.skip}>
        {t('skip')}
      </a>
      {!phone && <Navigation />}
      <div className={css.main}>
        {!phone && <TopBar onSearch={openPalette} />}
        <Offline />
        <Looking />
        <main className={css.sheet} id="content" tabIndex={-1}>
          <Outlet context={{ openPalette } satisfies ShellContext} />
          <RefusedList />
        </main>
      </div>
      {phone && <PhoneTabs />}
      <SignInAgain />
      <PushHost />
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  )
}

/** What pages may ask of the shell: `useOutletContext<ShellContext>()`. */
export type ShellContext = { openPalette: () => void }
