// Which sheet of a form is seen.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { Tabs } from '@/ui'
import { tabsOf, type Group } from './layout'

type Seen = { groups: Group[]; bar: React.ReactNode }

/** The groups above all sheets and those of the chosen one; `marked` sheets hold something to mend. */
export function useSheets(form: Form, groups: Group[], marked: (group: Group) => boolean = () => false): Seen {
  const f = useFormat()
  const [chosen, setChosen] = useState<string | null>(null)
  const tabs = tabsOf(form, groups)
  if (tabs.length === 0) return { groups, bar: null }
  const tab = tabs.find((t) => t.key === chosen) ?? tabs[0]!
  const bar = (
    <Tabs
      value={tab.key}
      onChange={setChosen}
      items={tabs.map((t) => ({
        key: t.key,
        label: (
          <span className={groups.some((g) => g.tab === t.key && marked(g)) ? 'hot' : ''}>{f.words(t.label)}</span>
        ),
      }))}
    />
  )
  return { groups: groups.filter((g) => g.tab === null || g.tab === tab.key), bar }
}
