// Beside the canvas: the settings of what is chosen, the trial, the rehearsal, the versions.
import { useText } from '@/i18n'
import { Tabs } from '@/ui'
import { useDesign, type Tab } from '../bench'
import { stepAt } from '../model/tree'
import { RehearseTab } from './RehearseTab'
import { StepSettings } from './StepSettings'
import { TestTab } from './TestTab'
import { TriggerSettings } from './TriggerSettings'
import { VersionsTab } from './VersionsTab'
import { WhenSettings } from './WhenSettings'
import { Whole } from './Whole'
import css from './Panel.module.css'

export const TABS: Tab[] = ['settings', 'test', 'rehearse', 'versions']

type Props = { onRenew: () => Promise<void> }

export function Panel({ onRenew }: Props) {
  const t = useText('ruleDesigner')
  const { tab, setTab } = useDesign()
  return (
    <aside className={css.panel} aria-label={t('parts')}>
      <Tabs
        className={css.tabs ?? ''}
        value={tab}
        onChange={setTab}
        items={TABS.map((key) => ({ key, label: t(`tabs.${key}`) }))}
      />
      <div className={css.scroll}>
        <PanelContent tab={tab} onRenew={onRenew} />
      </div>
    </aside>
  )
}

export function PanelContent({ tab, onRenew }: Props & { tab: Tab }) {
  if (tab === 'test') return <TestTab />
  if (tab === 'rehearse') return <RehearseTab />
  if (tab === 'versions') return <VersionsTab onRenew={onRenew} />
  return <Settings onRenew={onRenew} />
}

function Settings({ onRenew }: Props) {
  const { spot, definition } = useDesign()
  if (spot === 'trigger') return <TriggerSettings onRenew={onRenew} />
  if (spot === 'when') return <WhenSettings />
  if (spot !== null && stepAt(definition.steps, spot)) return <StepSettings key={spot} path={spot} />
  return <Whole />
}
