// "Me" on a phone: all pages of the menu, appearance, language, signing out.
import { Fragment } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useMayConfigure, useMe } from '@/core/session'
import { useText } from '@/i18n'
import { Avatar, Icon, isIconName, Sheet, type MenuEntry } from '@/ui'
import { useMeEntries } from './MeMenu'
import css from './MeSheet.module.css'

export function MeSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const me = useMe()
  const t = useText('shell')
  const f = useFormat()
  const configures = useMayConfigure()
  const entries = useMeEntries()
  const pages = [
    ...me.menu.flatMap((s) => s.items),
    ...(configures
      ? [{ key: 'menu', route: '/menu', icon: 'pencil', label: { 'zh-CN': t('arrange'), 'en-US': t('arrange') } }]
      : []),
    { key: 'settings', route: '/settings', icon: 'gear', label: { 'zh-CN': t('settings'), 'en-US': t('settings') } },
  ]
  return (
    <Sheet open={open} onClose={onClose} title={t('me')}>
      <div className={css.who}>
        <Avatar name={me.person.name} size={40} />
        <span>
          <b>{me.person.name}</b>
          <span className="caption"> {me.person.department?.title}</span>
          <br />
          <span className="caption">{me.workspace.name}</span>
        </span>
      </div>
      <div className={css.pages}>
        {pages.map((p) => (
          <Link key={p.key} to={p.route} onClick={onClose} className={css.page}>
            <Icon name={isIconName(p.icon) ? p.icon : 'file'} size={20} />
            <span className="ellipsis">{f.words(p.label)}</span>
          </Link>
        ))}
      </div>
      {entries.map((e, i) => (
        <Entry key={i} entry={e} />
      ))}
    </Sheet>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if ('divider' in entry) return null
  if ('heading' in entry)
    return (
      <Fragment>
        <div className="caption">{entry.heading}</div>
        <div className={css.choices}>
          {entry.items.map((e, i) => (
            <Entry key={i} entry={e} />
          ))}
        </div>
      </Fragment>
    )
  return (
    <button
      type="button"
      className={[css.choice, entry.checked ? css.on : ''].join(' ')}
      onClick={entry.onSelect}
      aria-pressed={entry.checked}
    >
      {entry.label}
    </button>
  )
}
