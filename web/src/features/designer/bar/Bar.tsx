// The designer's head: back, what is designed, tabs, kept or not, undo, versions, publish.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useMedia, usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Button, Chip, Icon, IconButton, isIconName, Menu, Segmented, shortcut, type MenuEntry } from '@/ui'
import { useBench } from '../bench'
import type { Tab } from '../model/problems'
import css from './Bar.module.css'
import { KeptState } from './KeptState'

const TABS: Tab[] = ['fields', 'stages', 'rules', 'settings']

type Props = { onPublish: () => void; onVersions: () => void; onDrop: () => void; changes: number | undefined }

export function Bar({ onPublish, onVersions, onDrop, changes }: Props) {
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
}

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

function Tabs({ block }: { block?: boolean }) {
  const t = useText('designer')
  const { tab, setTab } = useBench()
  return (
    <Segmented
      aria-label={t('parts')}
      value={tab}
      onChange={setTab}
      block={block ?? false}
      options={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
    />
  )
}

function UndoRedo() {
  const t = useText('designer')
  const c = useText('common')
  const { undo, redo, mayUndo, mayRedo } = useBench()
  return (
    <>
      <IconButton icon="undo" label={`${c('undo')} ${shortcut('mod+z')}`} disabled={!mayUndo} onClick={undo} />
      <IconButton icon="redo" label={`${t('redo')} ${shortcut('mod+shift+z')}`} disabled={!mayRedo} onClick={redo} />
    </>
  )
}

function More({ onVersions, onDrop }: { onVersions: () => void; onDrop: () => void }) {
  const t = useText('designer')
  const c = useText('common')
  const { keeping } = useBench()
  const items: MenuEntry[] = [
    { key: 'versions', label: t('versions'), icon: 'history', onSelect: onVersions },
    { divider: true },
    {
      key: 'drop',
      label: t('dropDraft'),
      icon: 'trash',
      danger: true,
      disabled: keeping.version === 0,
      onSelect: onDrop,
    },
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
    </Menu>
  )
}
