// Where a field is used: rules, views, gates, other forms; each with its own name.
import { useState } from 'react'
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { useText, type Key } from '@/i18n'
import { Button, ErrorState, Popover, ProgressLine } from '@/ui'
import { useUsage } from '../api'
import { useBench } from '../sight'
import type { Usage } from '../model/types'
import { useTraitWords } from '../parts/traitWords'
import css from './Panel.module.css'

export function UsedWhere({ path }: { path: string }) {
  const t = useText('designer')
  const { form } = useBench()
  const [open, setOpen] = useState(false)
  const usage = useUsage(form.key, path, open)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={300}
      label={t('usedWhere')}
      placement="left"
      content={
        <div className={css.usage}>
          <b>{t('usedWhere')}</b>
          <ProgressLine active={usage.isPending} />
          {usage.isError && <ErrorState error={usage.error} compact retry={() => void usage.refetch()} />}
          {usage.data?.length === 0 && <p className="t2">{t('usedNowhere')}</p>}
          {usage.data && <UsageList items={usage.data} />}
        </div>
      }
    >
      <Button size="small" look="text" icon="link" aria-haspopup="dialog" aria-expanded={open}>
        {t('usedWhere')}
      </Button>
    </Popover>
  )
}

export function UsageList({ items }: { items: Usage[] }) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const forms = useForms().data?.items ?? []
  const meaning = useTraitWords()
  const named = (u: Usage): string => {
    if (u.kind === 'trait') return meaning(u.key)
    return f.words(u.label) || (u.key === u.kind ? '' : u.key)
  }
  return (
    <ul className={css.uses}>
      {items.map((u, i) => (
        <li key={`${u.kind}.${u.form}.${u.key}.${i}`}>
          <span className="caption">{t(`usage.${u.kind}` as Key<'designer'>)}</span>
          <span className="ellipsis">{named(u)}</span>
          {u.form && u.form !== form.key && (
            <Link to={`/design/${u.form}`}>{f.words(forms.find((x) => x.key === u.form)?.label) || u.form}</Link>
          )}
        </li>
      ))}
    </ul>
  )
}
