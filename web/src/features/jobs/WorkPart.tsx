// Background work: what runs, waits and failed; events that wait for a handler; what happens every day.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Tabs } from '@/ui'
import { JobsList } from './JobsList'
import { Letters } from './Letters'
import { Schedules } from './Schedules'
import { useSummary } from './work'
import css from './Work.module.css'

type Tab = 'jobs' | 'letters' | 'schedules'

export function WorkPart() {
  const t = useText('work')
  const [tab, setTab] = useState<Tab>('jobs')
  const summary = useSummary()
  const stuck = summary.data?.handlers.reduce((sum, each) => sum + each.events, 0) ?? 0
  return (
    <section className={css.part}>
      <Tabs<Tab>
        value={tab}
        onChange={setTab}
        items={[
          { key: 'jobs', label: t('tabs.jobs') },
          { key: 'letters', label: stuck > 0 ? t('tabs.lettersMany', { count: stuck }) : t('tabs.letters') },
          { key: 'schedules', label: t('tabs.schedules') },
        ]}
      />
      {tab === 'jobs' && <JobsList summary={summary.data} />}
      {tab === 'letters' && <Letters summary={summary} />}
      {tab === 'schedules' && <Schedules />}
    </section>
  )
}
