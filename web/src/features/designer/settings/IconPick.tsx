// A picture for the menu.
import { useText } from '@/i18n'
import { Icon, isIconName, type IconName } from '@/ui'
import css from './Settings.module.css'

const ICONS: IconName[] = [
  'file',
  'lead',
  'account',
  'contact',
  'deal',
  'quote',
  'contract',
  'cash',
  'invoice',
  'ticket',
  'tag',
  'product',
  'campaign',
  'task',
  'calendar',
  'clock',
  'flag',
  'home',
  'people',
  'place',
  'phone',
  'mail',
  'image',
  'key',
  'stamp',
  'review',
  'rival',
  'star',
]

export function IconPick({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const t = useText('designer')
  const now = isIconName(value) ? value : value === '' ? null : 'file'
  const icons = now === null || ICONS.includes(now) ? ICONS : [now, ...ICONS]
  return (
    <div className={css.icons} role="radiogroup" aria-label={t('icon')}>
      {icons.map((name) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={name === now}
          aria-label={name}
          className={[css.icon, name === now ? css.iconOn : ''].join(' ')}
          onClick={() => onChange(name)}
        >
          <Icon name={name} />
        </button>
      ))}
    </div>
  )
}
