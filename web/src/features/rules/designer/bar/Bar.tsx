// The head of the designer: back, name, state, kept or not, undo, on and off, what changed, publish.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useMedia, usePhone } from '@/core/media'
import { rulesRoute } from '@/core/routes'
import designer from '@/features/designer/bar/Bar.module.css'
import { useText } from '@/i18n'
import { Button, Chip, Icon, IconButton, Menu, shortcut, type MenuEntry } from '@/ui'
import { triggerIcon } from '../actions'
import { useDesign } from '../bench'
import css from './Bar.module.css'
import { KeptState } from './KeptState'

type Props = {
  changes: number
  onPublish: () => void
  onDrop: () => void
  onDelete: () => void
  onSwitch: (on: boolean) => void
}

export function Bar({ changes, onPublish, onDrop, onDelete, onSwitch }: Props) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const { undo, redo, mayUndo, mayRedo, rule } = useDesign()
  const phone = usePhone()
  const roomy = useMedia('(min-width: 1000px)')
  return (
    <header className={designer.bar}>
      <Title />
      <span className={designer.space} />
      <KeptState />
      <IconButton icon="undo" label={`${c('undo')} ${shortcut('mod+z')}`} disabled={!mayUndo} onClick={undo} />
      <IconButton icon="redo" label={`${t('redo')} ${shortcut('mod+shift+z')}`} disabled={!mayRedo} onClick={redo} />
      {roomy && rule.version > 0 && (
        <Button onClick={() => onSwitch(rule.state !== 'on')} data-testid="switch">
          {t(rule.state === 'on' ? 'turnOff' : rule.state === 'paused' ? 'resume' : 'turnOn')}
        </Button>
      )}
      <More changes={changes} onDrop={onDrop} onDelete={onDelete} onSwitch={onSwitch} switches={!roomy} />
      <Button look="primary" onClick={onPublish} disabled={changes === 0 && rule.version > 0} data-testid="publish">
        {phone ? t('publish') : t('publishOf', { version: String(rule.version + 1) })}
      </Button>
    </header>
  )
}

function Title() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const navigate = useNavigate()
  const phone = usePhone()
  const roomy = useMedia('(min-width: 1360px)')
  const { rule, body, definition, keeping } = useDesign()
  const drafted = keeping.at !== null || keeping.state !== 'kept'
  const version = { version: String(drafted ? rule.version + 1 : rule.version) }
  const back = () => void navigate(rulesRoute(rule.form ?? undefined))
  return (
    <>
      <IconButton icon="left" label={t('leave')} onClick={back} />
      {!phone && (
        <span className={designer.icon}>
          <Icon name={triggerIcon(definition.trigger.kind)} />
        </span>
      )}
      <h1 className={`${designer.title} ellipsis`}>{f.words(body.label) || t('unnamed')}</h1>
      {!phone && <Chip>{drafted ? t('draftOf', version) : t('version', version)}</Chip>}
      {!phone && (
        <span className={[css.state, rule.state === 'on' ? css.on : ''].join(' ')} data-testid="state">
          {t(`state.${rule.state}`)}
        </span>
      )}
      {roomy && drafted && (
        <span className={designer.note}>
          {rule.version ? t('online', { version: String(rule.version) }) : t('never')}
        </span>
      )}
    </>
  )
}

type MoreProps = Omit<Props, 'onPublish'> & { switches: boolean }

function More({ changes, onDrop, onDelete, onSwitch, switches }: MoreProps) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const navigate = useNavigate()
  const { rule } = useDesign()
  const on = rule.state === 'on'
  const items: MenuEntry[] = [
    ...(switches && rule.version > 0
      ? [
          {
            key: 'switch',
            icon: on ? ('minus' as const) : ('play' as const),
            label: t(on ? 'turnOff' : rule.state === 'paused' ? 'resume' : 'turnOn'),
            onSelect: () => onSwitch(!on),
          },
        ]
      : []),
    {
      key: 'runs',
      icon: 'history',
      label: t('runs'),
      onSelect: () => void navigate(`/settings/rules/${rule.key}/runs`),
    },
    { divider: true },
    {
      key: 'drop',
      icon: 'undo',
      label: t('drop'),
      disabled: rule.version === 0 || changes === 0,
      onSelect: onDrop,
    },
    { key: 'delete', icon: 'trash', danger: true, label: t('deleteRule'), onSelect: onDelete },
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
    </Menu>
  )
}
