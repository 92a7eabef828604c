// On a phone: a bar of the panel's parts at the bottom; a chosen card or part opens as a sheet.
import { useEffect, useState } from 'react'
import { useText } from '@/i18n'
import { Icon, Sheet, type IconName } from '@/ui'
import { useDesign, type Tab } from '../bench'
import { PanelContent, TABS } from './Panel'
import css from './Panel.module.css'

const ICONS: { [tab in Tab]: IconName } = { settings: 'gear', test: 'play', rehearse: 'history', versions: 'rows' }

export function PhonePanel({ onRenew }: { onRenew: () => Promise<void> }) {
  const t = useText('ruleDesigner')
  const { spot, choose, tab, setTab } = useDesign()
  const [open, setOpen] = useState(false)
  // A part of the bar is opened while nothing is chosen, so that only what is chosen opens and closes it here.
  useEffect(() => setOpen(spot !== null), [spot])
  const show = (next: Tab) => {
    if (next === 'settings') choose(null)
    setTab(next)
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    choose(null)
  }
  return (
    <>
      <nav className={css.strip} aria-label={t('parts')}>
        {TABS.map((key) => (
          <button key={key} type="button" onClick={() => show(key)}>
            <Icon name={ICONS[key]} size={20} />
            {t(`tabs.${key}`)}
          </button>
        ))}
      </nav>
      <Sheet open={open} onClose={close} title={t(`tabs.${tab}`)}>
        <PanelContent tab={tab} onRenew={onRenew} />
      </Sheet>
    </>
  )
}
