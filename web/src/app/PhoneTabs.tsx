// Bottom tabs of a phone: today, accounts, ＋, opportunities, me.
import { useState } from 'react'
import { NavLink, useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { hasStages, slot, useForms } from '@/core/forms'
import { createRoute } from '@/core/routes'
import { useMe } from '@/core/session'
import type { Form, MenuItem } from '@/core/types'
import { useText } from '@/i18n'
import { ActionSheet, Drop, Icon, isIconName, type SheetRow } from '@/ui'
import { MeSheet } from './MeSheet'
import css from './PhoneTabs.module.css'
import { formIcon, useCreatable } from './QuickAdd'

/** The two tabs: what a role has chosen, else whom one sells to (a party that belongs to none) and what is to be closed;
 *  told by traits, not by name. */
function useMainItems(): (MenuItem | undefined)[] {
  const me = useMe()
  const forms = useForms().data?.items ?? []
  const all = me.menu.flatMap((s) => s.items)
  const items = all.filter((i) => i.route.startsWith('/f/'))
  const of = (fits: (form: Form) => unknown) =>
    items.find((i) => forms.some((f) => `/f/${f.key}` === i.route && fits(f)))
  const party = of((f) => slot(f, 'party', 'name') && !slot(f, 'party', 'company') && !hasStages(f))
  const closing = of((f) => hasStages(f) && slot(f, 'pipeline', 'expected_close'))
  const [left, right] = [0, 1].map((at) => all.find((i) => i.route === me.tabs[at]))
  const fitting = [party, closing, ...items].filter((i) => i !== undefined && i !== left && i !== right)
  const rest = [...new Set(fitting)]
  return [left ?? rest.shift(), right ?? rest.shift()]
}

export function PhoneTabs() {
  const t = useText('shell')
  const f = useFormat()
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const [mine, setMine] = useState(false)
  const [first, second] = useMainItems()
  const rows = useAddRows()
  const today = me.menu.flatMap((s) => s.items).find((i) => i.route === '/')
  const leaking = today?.badge?.leaking ?? 0
  const tab = (item: MenuItem | undefined) =>
    item && <Tab to={item.route} icon={isIconName(item.icon) ? item.icon : 'file'} label={f.words(item.label)} />
  return (
    <>
      <nav className={css.tabs} aria-label={t('nav')}>
        <Tab to="/" icon="today" label={t('today')} leaking={leaking} />
        {tab(first)}
        {rows.length > 0 && (
          <button
            type="button"
            className={css.add}
            onClick={() => setAdding(true)}
            aria-label={t('new')}
            aria-haspopup="dialog"
          >
            <span>
              <Icon name="plus" size={20} />
            </span>
          </button>
        )}
        {tab(second)}
        <button type="button" className={css.tab} onClick={() => setMine(true)} aria-haspopup="dialog">
          <Icon name="contact" size={20} />
          {t('me')}
        </button>
      </nav>
      <ActionSheet open={adding} onClose={() => setAdding(false)} title={t('sheet.title')} rows={rows} />
      <MeSheet open={mine} onClose={() => setMine(false)} />
    </>
  )
}

function Tab({
  to,
  icon,
  label,
  leaking = 0,
}: {
  to: string
  icon: Parameters<typeof Icon>[0]['name']
  label: string
  leaking?: number
}) {
  const t = useText('shell')
  return (
    <NavLink to={to} end={to === '/'} className={({ isActive }) => [css.tab, isActive ? css.on : ''].join(' ')}>
      <Icon name={icon} size={20} />
      <span className={css.label}>{label}</span>
      {leaking > 0 && (
        <span className={css.leak} aria-label={t('leaking', { count: leaking })}>
          <Drop level={3} size={12} />
        </span>
      )}
    </NavLink>
  )
}

/** Log a follow-up first (the form with the activity trait), then what can be made. */
function useAddRows(): SheetRow[] {
  const t = useText('shell')
  const f = useFormat()
  const navigate = useNavigate()
  const forms = useCreatable()
  const log = forms.find((form) => slot(form, 'activity', 'about'))
  const rest = forms.filter((form) => form !== log).slice(0, 4)
  const row = (key: string, label: string, icon: SheetRow['icon']): SheetRow => ({
    key,
    label,
    icon,
    onSelect: () => void navigate(createRoute(key)),
  })
  return [
    ...(log ? [row(log.key, t('sheet.log'), 'follow')] : []),
    ...rest.map((form) => row(form.key, t('newOf', { form: f.words(form.label) }), formIcon(form))),
  ]
}
