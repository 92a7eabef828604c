// Quick log beside the work: say whom it was about, then what happened.
import { useState } from 'react'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useSearch } from '@/core/search'
import { useText } from '@/i18n'
import { Composer } from '@/features/log/Composer'
import type { About } from '@/features/log/log'
import { Button, Input } from '@/ui'
import css from './Today.module.css'

export function QuickLog({ onLogged }: { onLogged?: () => void }) {
  const t = useText('today')
  const [about, setAbout] = useState<About | null>(null)
  if (!about) return <WhoPicker onPick={setAbout} />
  return (
    <div className={css.quick}>
      <div className={css.cardHead}>
        <b className="ellipsis">{about.title}</b>
        <Button look="text" size="small" onClick={() => setAbout(null)}>
          {t('someoneElse')}
        </Button>
      </div>
      <Composer
        about={about}
        autoFocus
        onLogged={() => {
          setAbout(null)
          onLogged?.()
        }}
      />
    </div>
  )
}

function WhoPicker({ onPick }: { onPick: (about: About) => void }) {
  const t = useText('today')
  const f = useFormat()
  const forms = useForms()
  const [q, setQ] = useState('')
  const hits = useSearch(q)
  const label = (key: string) => f.words(forms.data?.items.find((form) => form.key === key)?.label)
  return (
    <div className={css.quick}>
      <Input value={q} onChange={setQ} icon="follow" placeholder={t('quickWho')} aria-label={t('quickWho')} />
      {q.trim() && (
        <ul className={css.hits} role="listbox" aria-label={t('quickWho')}>
          {(hits.data?.items ?? []).slice(0, 6).map((h) => (
            <li key={`${h.form}${h.id}`}>
              <button
                type="button"
                role="option"
                aria-selected={false}
                className={`plain-button ${css.hit}`}
                onClick={() => onPick({ form: h.form, id: h.id, title: h.title })}
              >
                <span className="ellipsis">{h.title}</span>
                <span className="caption">{label(h.form)}</span>
              </button>
            </li>
          ))}
          {hits.isSuccess && hits.data.items.length === 0 && <li className="caption">{t('nobody', { q })}</li>}
        </ul>
      )}
      {!q.trim() && <p className="caption">{t('quickHint')}</p>}
    </div>
  )
}
