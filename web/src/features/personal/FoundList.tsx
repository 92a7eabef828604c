// What was found, form by form, to be ticked; each record says why it is there.
import { useState } from 'react'
import { Link } from 'react-router'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, Checkbox, Chip } from '@/ui'
import type { Chosen, FoundForm } from './personal'
import css from './Personal.module.css'

const FIRST = 12

type Props = { forms: FoundForm[]; chosen: Chosen; change: (chosen: Chosen) => void }

export function FoundList({ forms, chosen, change }: Props) {
  return (
    <div className={css.found}>
      {forms.map((form) => (
        <FormGroup
          key={form.form}
          found={form}
          ids={chosen[form.form] ?? []}
          change={(ids) => change({ ...chosen, [form.form]: ids })}
        />
      ))}
    </div>
  )
}

function FormGroup({ found, ids, change }: { found: FoundForm; ids: number[]; change: (ids: number[]) => void }) {
  const t = useText('personal')
  const [all, setAll] = useState(false)
  const shown = all ? found.items : found.items.slice(0, FIRST)
  const ticked = new Set(ids)
  const tick = (id: number, on: boolean) => change(on ? [...ids, id] : ids.filter((each) => each !== id))
  const whole = found.items.length === ids.length
  return (
    <section className={css.group} aria-label={found.label}>
      <header>
        <Checkbox
          checked={whole}
          indeterminate={!whole && ids.length > 0}
          onChange={(on) => change(on ? found.items.map((i) => i.id) : [])}
        >
          <b>{found.label}</b>{' '}
          <span className="caption">{t('chosen', { count: ids.length, total: found.items.length })}</span>
        </Checkbox>
      </header>
      <ul>
        {shown.map((item) => (
          <li key={item.id}>
            <Checkbox
              checked={ticked.has(item.id)}
              onChange={(on) => tick(item.id, on)}
              aria-label={item.title ?? `#${item.id}`}
            />
            <Link to={recordRoute(found.form, item.id)} target="_blank" className="ellipsis">
              {item.title || `#${item.id}`}
            </Link>
            <Chip>{t(`whys.${item.why}`)}</Chip>
          </li>
        ))}
      </ul>
      {found.items.length > shown.length && (
        <Button look="text" size="small" onClick={() => setAll(true)}>
          {t('showAll', { count: found.items.length })}
        </Button>
      )}
    </section>
  )
}
