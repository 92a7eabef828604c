// Left navigation by section, collapsible to icons; the choice is kept.
import { Fragment } from 'react'
import { NavLink, useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useMedia } from '@/core/media'
import { usePreferences } from '@/core/preferences'
import { useMayConfigure, useMe } from '@/core/session'
import type { MenuItem, MenuSection } from '@/core/types'
import { useText } from '@/i18n'
import { Drop, Icon, IconButton, isIconName, Tooltip, type IconName } from '@/ui'
import { Logo } from './Logo'
import css from './Navigation.module.css'

export function Navigation() {
  const me = useMe()
  const t = useText('shell')
  const narrow = useMedia('(max-width: 1023px)')
  const chosen = usePreferences((p) => p.navCollapsed)
  const collapsed = narrow || chosen
  const toggle = () => usePreferences.getState().set({ navCollapsed: !chosen })
  return (
    <nav className={[css.nav, collapsed ? css.collapsed : ''].join(' ')} aria-label={t('nav')}>
      <div className={css.brand}>
        <Logo />
        {!collapsed && <span className="ellipsis">{me.workspace.name}</span>}
        {!collapsed && <Configure />}
      </div>
      <div className={css.scroll}>
        {me.menu.map((section) => (
          <Section key={section.section} section={section} collapsed={collapsed} />
        ))}
      </div>
      <NavEntry to="/settings" icon="gear" label={t('settings')} collapsed={collapsed} />
      {!narrow && (
        <button type="button" className={css.toggle} onClick={toggle} aria-expanded={!collapsed}>
          <Icon name="sidebar" />
          {collapsed ? <span className="visually-hidden">{t('expand')}</span> : t('collapse')}
        </button>
      )}
    </nav>
  )
}

/** A heading that folds its entries up, and what lies under it. */
function Section({ section, collapsed }: { section: MenuSection; collapsed: boolean }) {
  const f = useFormat()
  const folded = usePreferences((p) => p.navFolded)
  const shut = !collapsed && folded.includes(section.section)
  const fold = () =>
    usePreferences.getState().set({
      navFolded: shut ? folded.filter((key) => key !== section.section) : [...folded, section.section],
    })
  return (
    <Fragment>
      {collapsed ? (
        <hr className={css.rule} />
      ) : (
        <h4 className={css.section}>
          <button type="button" className="plain-button" onClick={fold} aria-expanded={!shut}>
            {section.icon && isIconName(section.icon) && <Icon name={section.icon} size={12} />}
            <span className="ellipsis">{f.words(section.label)}</span>
            <Icon name={shut ? 'right' : 'down'} size={12} className={css.fold} />
          </button>
        </h4>
      )}
      {!shut && section.items.map((item) => <NavItem key={item.key} item={item} collapsed={collapsed} />)}
    </Fragment>
  )
}

/** The pencil of whoever may arrange the navigation. */
function Configure() {
  const t = useText('shell')
  const navigate = useNavigate()
  if (!useMayConfigure()) return null
  return (
    <IconButton
      icon="pencil"
      size="small"
      label={t('arrange')}
      className={css.configure}
      onClick={() => void navigate('/menu')}
    />
  )
}

function NavItem({ item, collapsed }: { item: MenuItem; collapsed: boolean }) {
  const f = useFormat()
  const t = useText('shell')
  const leaking = item.badge?.leaking ?? 0
  const badge =
    leaking > 0 ? (
      <em className={css.hot} aria-label={t('leaking', { count: leaking })}>
        <Drop level={3} size={12} /> {leaking}
      </em>
    ) : item.badge?.count ? (
      <em>{item.badge.count}</em>
    ) : null
  return (
    <NavEntry
      to={item.route}
      icon={isIconName(item.icon) ? item.icon : 'file'}
      label={f.words(item.label)}
      collapsed={collapsed}
      badge={badge}
    />
  )
}

type EntryProps = { to: string; icon: IconName; label: string; collapsed: boolean; badge?: React.ReactNode }

function NavEntry({ to, icon, label, collapsed, badge }: EntryProps) {
  const link = (
    <NavLink
      to={to}
      end={to === '/'}
      className={({ isActive }) => [css.item, isActive ? css.on : ''].join(' ')}
      aria-label={collapsed ? label : undefined}
    >
      <Icon name={icon} />
      {!collapsed && <span className="ellipsis">{label}</span>}
      {badge}
    </NavLink>
  )
  return collapsed ? (
    <Tooltip text={label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
