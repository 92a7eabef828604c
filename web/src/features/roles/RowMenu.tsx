// A whole row at once: reader, worker or everything, on which rows; or nothing.
import { useText } from '@/i18n'
import { IconButton, Menu, type MenuEntry } from '@/ui'
import { useBench } from './bench'
import { applyPreset, clearForm, type Preset } from './model'
import { ACTIONS, type NamedScope } from './types'

const WAYS: [Preset, NamedScope[]][] = [
  ['reader', ['own', 'team', 'department_below', 'all']],
  ['worker', ['own', 'team', 'department_below', 'all']],
  ['everything', ['own', 'department_below', 'all']],
]

export function RowMenu({ form, name }: { form: string; name: string }) {
  const t = useText('roles')
  const { grid } = useBench()
  const items: MenuEntry[] = [
    ...WAYS.map(([preset, scopes]) => ({
      heading: t(`preset.${preset}`),
      items: scopes.map((scope) => ({
        key: `${preset}.${scope}`,
        label: t(`scopeMenu.${scope}`),
        onSelect: () => grid((now) => applyPreset(now, form, preset, scope, ACTIONS)),
      })),
    })),
    { divider: true },
    { key: 'none', label: t('clearRow'), onSelect: () => grid((now) => clearForm(now, form, ACTIONS)) },
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <IconButton icon="more" size="small" tone="quiet" label={t('quickOf', { form: name })} aria-haspopup="menu" />
    </Menu>
  )
}
