// The workbook's sheets: which are used, which are not and why.
import { useText, type Key } from '@/i18n'
import { Checkbox, Icon } from '@/ui'
import css from './Importing.module.css'
import type { ImportSheet } from './imports'

type Props = {
  sheets: ImportSheet[]
  current: string
  onPick: (name: string) => void
  onUse: (name: string, use: boolean) => void
}

export function Sheets({ sheets, current, onPick, onUse }: Props) {
  const t = useText('importing')
  const note = (s: ImportSheet): string => {
    if (!s.use) return s.reason_text ?? (s.reason ? t(`reason.${s.reason}` as Key<'importing'>) : t('notUsed'))
    const owner =
      s.owner.source === 'sheet'
        ? t(s.owner.person ? 'ownedBy' : 'notMember', { name: s.owner.person?.title ?? s.owner.name ?? '' })
        : ''
    return [t('rows', { count: s.rows }), owner].filter(Boolean).join(' · ')
  }
  return (
    <ul className={css.sheets} aria-label={t('sheets')}>
      {sheets.map((s) => (
        <li key={s.name} className={[css.sheet, s.name === current ? css.on : '', s.use ? '' : css.off].join(' ')}>
          <Checkbox
            checked={s.use}
            onChange={(use) => onUse(s.name, use)}
            aria-label={t('useSheet', { name: s.name })}
          />
          <button
            type="button"
            className="plain-button"
            onClick={() => onPick(s.name)}
            aria-pressed={s.name === current}
          >
            <b>
              {s.name} {s.hidden && <Icon name="lock" size={12} label={t('hidden')} />}
            </b>
            <span className="caption">{note(s)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
