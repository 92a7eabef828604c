// What an entry is called and drawn with: by its own words, else those of the page it leads to.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import type { Arranged } from './menu'
import { nameOf, type Entry } from './model'

export function useNames(arranged: Arranged) {
  const f = useFormat()
  const t = useText('menu')
  return (entry: Entry): { label: string; icon: string | null | undefined; gone: boolean } => {
    const name = nameOf(entry)
    if (name === 'dashboard.*') return { label: t('allDashboards'), icon: 'dashboard', gone: false }
    const known = arranged.entries.find((each) => each.name === name)
    const label = f.words({ ...known?.label, ...spoken(entry.label) })
    return { label: label || name, icon: entry.icon ?? known?.icon, gone: !known }
  }
}

const spoken = (label: Entry['label']) =>
  Object.fromEntries(Object.entries(label ?? {}).filter(([, text]) => Boolean(text)))
