// Me: name and language, light or dark, density.
import { usePreferences, type Density, type Locale, type ThemeChoice } from '@/core/preferences'
import { chooseLocale, useMe, useSignOut } from '@/core/session'
import { MyAbsence } from '@/features/organisation/MyAbsence'
import { useText } from '@/i18n'
import { Avatar, Button, Field, Segmented } from '@/ui'
import css from './Settings.module.css'

export function Mine() {
  const t = useText('settings')
  const s = useText('shell')
  const me = useMe()
  const prefs = usePreferences()
  const signOut = useSignOut()
  return (
    <section className={`${css.part} ${css.mine}`}>
      <div className={css.who}>
        <Avatar name={me.person.name} size={40} />
        <div>
          <b>{me.person.name}</b>
          <div className="caption">{[me.person.account, me.person.department?.title].filter(Boolean).join(' · ')}</div>
        </div>
      </div>
      <Field label={s('menu.appearance')}>
        {() => (
          <Segmented
            value={prefs.theme}
            onChange={(theme: ThemeChoice) => prefs.set({ theme })}
            aria-label={s('menu.appearance')}
            options={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: s(`menu.${value}`) }))}
          />
        )}
      </Field>
      <Field label={s('menu.density')}>
        {() => (
          <Segmented
            value={prefs.density}
            onChange={(density: Density) => prefs.set({ density })}
            aria-label={s('menu.density')}
            options={(['comfortable', 'compact'] as const).map((value) => ({ value, label: s(`menu.${value}`) }))}
          />
        )}
      </Field>
      <Field label={s('menu.language')}>
        {() => (
          <Segmented
            value={prefs.locale}
            onChange={(locale: Locale) => void chooseLocale(locale).catch(() => undefined)}
            aria-label={s('menu.language')}
            options={(['zh-CN', 'en-US'] as const).map((value) => ({ value, label: s(`languages.${value}`) }))}
          />
        )}
      </Field>
      <p className="caption">{t('mineHint')}</p>
      <MyAbsence />
      <div>
        <Button icon="exit" onClick={() => signOut.mutate()}>
          {s('menu.signOut')}
        </Button>
      </div>
    </section>
  )
}
