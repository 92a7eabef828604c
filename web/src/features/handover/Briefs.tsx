// Customers that went, each with a brief to read and to print.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Id, Words } from '@/core/types'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { BriefDrawer } from './BriefDrawer'
import css from './Handover.module.css'
import { useBriefForms, useWent } from './handover'
import { PrintButton } from './PrintButton'

const PAGES = 50

export function Briefs({ id }: { id: Id }) {
  const t = useText('handover')
  const forms = useBriefForms(id)
  if (!forms.data?.items.length) return null
  return (
    <div className={css.block}>
      <h2 className={css.title}>{t('briefs.title')}</h2>
      <span className="caption">{t('briefs.why')}</span>
      {forms.data.items.map((x) => (
        <OfForm key={x.form} id={id} form={x.form} label={x.label} />
      ))}
    </div>
  )
}

function OfForm({ id, form, label }: { id: Id; form: string; label: Words }) {
  const t = useText('handover')
  const f = useFormat()
  const went = useWent(id, form)
  const [open, setOpen] = useState<Id | null>(null)
  const items = went.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className={css.things}>
      <div className={css.line}>
        <b className={css.grow}>{f.words(label)}</b>
        {items.length > 0 && <PrintButton form={form} ids={items.slice(0, PAGES).map((x) => x.id)} />}
      </div>
      {went.data && items.length === 0 && <span className="caption">{t('briefs.none')}</span>}
      <ul className={css.records}>
        {items.map((x) => (
          <li key={x.id}>
            <span className={css.grow}>{x.title ?? `#${x.id}`}</span>
            <span className="caption">{x.owner?.title}</span>
            <Button size="small" look="text" onClick={() => setOpen(x.id)}>
              {t('briefs.open')}
            </Button>
          </li>
        ))}
      </ul>
      {went.hasNextPage && (
        <span>
          <Button size="small" loading={went.isFetchingNextPage} onClick={() => void went.fetchNextPage()}>
            {t('briefs.more')}
          </Button>
        </span>
      )}
      {open !== null && <BriefDrawer form={form} id={open} onClose={() => setOpen(null)} />}
    </div>
  )
}
