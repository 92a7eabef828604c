// The designer's head: back, what is designed, tabs, kept or not, undo, versions, publish.
import { memo } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useMedia, usePhone } from '@/core/media'
import { rulesRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, Chip, Icon, IconButton, isIconName, Menu, Segmented, shortcut, type MenuEntry } from '@/ui'
import type { Bench } from '../bench'
import { useBench } from '../sight'
import type { Tab } from '../model/problems'
import css from './Bar.module.css'
import { KeptState } from './KeptState'

const TABS: Tab[] = ['fields', 'stages', 'rules', 'pushes', 'settings']

type Props = { onPublish: () => void; onVersions: () => void; onDrop: () => void; changes: number | undefined }

export const Bar = memo(function Bar({ onPublish, onVersions, onDrop, changes }: Props) {
  const t = useText('designer')
  const phone = usePhone()
  return (
    <>
      <header className={css.bar}>
        <Title />
        {!phone && <Tabs />}
        <span className={css.space} />
        <KeptState />
        <UndoRedo />
        <More onVersions={onVersions} onDrop={onDrop} />
        <Button look="primary" onClick={onPublish} disabled={changes === 0} data-testid="publish">
          {t('publish')}
        </Button>
      </header>
      {phone && (
        <div className={css.strip}>
          <Tabs block />
        </div>
      )}
    </>
  )
})

function Title() {
  const t = useText('designer')
  const f = useFormat()
  const navigate = useNavigate()
  const { form, draft, keeping } = useBench()
  const roomy = useMedia('(min-width: 1360px)')
  const phone = usePhone()
  const drafted = keeping.version > 0
  const back = () => void navigate(draft.published ? `/f/${form.key}` : '/settings/forms')
  return (
    <>
      <IconButton icon="left" label={t('leave')} onClick={back} />
      {!phone && (
        <span className={css.icon}>
          <Icon name={isIconName(form.icon) ? form.icon : 'file'} />
        </span>
      )}
      <h1 className={`${css.title} ellipsis`}>{f.words(form.label) || form.key}</h1>
      {!phone && (
        <Chip>
          {drafted ? t('draftOf', { version: draft.published + 1 }) : t('onlineShort', { version: draft.published })}
        </Chip>
      )}
      {roomy && drafted && (
        <span className={css.note}>
          {draft.published ? t('online', { version: draft.published }) : t('neverOnline')}
        </span>
      )}
    </>
  )
}

function Tabs({ block = false }: { block?: boolean }) {
  const { tab, setTab } = useBench()
  return <TabStrip tab={tab} setTab={setTab} block={block} />
}

const TabStrip = memo(function TabStrip({ tab, setTab, block }: Pick<Bench, 'tab' | 'setTab'> & { block: boolean }) {
  const t = useText('designer')
  return (
    <Segmented
      aria-label={t('parts')}
      value={tab}
      onChange={setTab}
      block={block}
      options={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
    />
  )
})

function UndoRedo() {
  const { undo, redo, mayUndo, mayRedo } = useBench()
  return <Steps undo={undo} redo={redo} mayUndo={mayUndo} mayRedo={mayRedo} />
}

type StepsProps = Pick<Bench, 'undo' | 'redo' | 'mayUndo' | 'mayRedo'>

const Steps = memo(function Steps({ undo, redo, mayUndo, mayRedo }: StepsProps) {
  const t = useText('designer')
  const c = useText('common')
  return (
    <>
      <IconButton icon="undo" label={`${c('undo')} ${shortcut('mod+z')}`} disabled={!mayUndo} onClick={undo} />
      <IconButton icon="redo" label={`${t('redo')} ${shortcut('mod+shift+z')}`} disabled={!mayRedo} onClick={redo} />
    </>
  )
})

function More({ onVersions, onDrop }: { onVersions: () => void; onDrop: () => void }) {
  const { keeping, form, draft } = useBench()
  const kept = keeping.version > 0
  return <MoreMenu onVersions={onVersions} onDrop={onDrop} kept={kept} form={draft.published ? form.key : null} />
}

/** `form`: null before it is published, when no record could start a rule. */
type MoreProps = { onVersions: () => void; onDrop: () => void; kept: boolean; form: string | null }

const MoreMenu = memo(function MoreMenu({ onVersions, onDrop, kept, form }: MoreProps) {
  const t = useText('designer')
  const rules = useText('ruleDesigner')
  const navigate = useNavigate()
  const c = useText('common')
  const items: MenuEntry[] = [
    { key: 'versions', label: t('versions'), icon: 'history', onSelect: onVersions },
    ...(form
      ? [
          {
            key: 'rules',
            label: rules('menu'),
            icon: 'branch' as const,
            onSelect: () => void navigate(rulesRoute(form)),
          },
        ]
      : []),
    { divider: true },
    {
      key: 'drop',
      label: t('dropDraft'),
      icon: 'trash',
      danger: true,
      disabled: !kept,
      onSelect: onDrop,
    },
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
    </Menu>
  )
})
