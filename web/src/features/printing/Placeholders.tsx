// Every placeholder that a template of the form may use, to be copied by a click.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { toast } from '@/core/toasts'
import { useText, type Key } from '@/i18n'
import { Input } from '@/ui'
import css from './printing.module.css'
import type { PlaceholderGroup } from './printing'

export function Placeholders({ groups }: { groups: PlaceholderGroup[] }) {
  const t = useText('printing')
  const [q, setQ] = useState('')
  const wanted = q.trim().toLowerCase()
  const shown = groups
    .map((group) => ({
      ...group,
      items: group.items.filter((x) => `${x.label} ${x.text} ${group.label}`.toLowerCase().includes(wanted)),
    }))
    .filter((group) => group.items.length)
  const copy = (text: string) => void copyText(text).then((done) => toast({ text: t(done ? 'copied' : 'failed') }))
  return (
    <section aria-label={t('placeholders')} className={css.placeholders}>
      <h2>{t('placeholders')}</h2>
      <p className="caption">{t('placeholdersWhy')}</p>
      <Input value={q} onChange={setQ} icon="search" placeholder={t('findPlaceholder')} clearable />
      {shown.map((group, at) => (
        <details key={at} open={at === 0 || Boolean(wanted) || undefined}>
          <summary>
            {t(`groups.${group.group}` as Key<'printing'>)}
            {group.group === 'form' || !group.label ? '' : ` · ${group.label}`}
          </summary>
          <ul>
            {group.items.map((each) => (
              <li key={each.text + each.label}>
                <button type="button" className="plain-button" onClick={() => copy(each.text)} title={t('copy')}>
                  <span className="ellipsis">{each.label}</span>
                  <code className="ellipsis">{each.text}</code>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}
