// The buttons of a row: at its end where the pointer is; on a phone behind one that opens a sheet.
import { useState } from 'react'
import { titleOf } from '@/core/titles'
import type { Row } from '@/core/types'
import { useText } from '@/i18n'
import { ActionSheet, IconButton } from '@/ui'
import type { RowActs } from './rowActs'
import css from './Table.module.css'

type Props = { row: Row; acts: RowActs }

export function RowButtons({ row, acts }: Props) {
  return (
    <div role="gridcell" className={css.lane}>
      <span className={css.acts}>
        {acts.of(row).map((act) => (
          <IconButton
            key={act.key}
            icon={act.icon}
            size="small"
            tone={act.danger ? 'danger' : 'quiet'}
            label={`${act.label} · ${titleOf(row)}`}
            onClick={act.run}
          />
        ))}
      </span>
    </div>
  )
}

export function RowSheet({ row, acts }: Props) {
  const t = useText('views')
  const [open, setOpen] = useState(false)
  const title = titleOf(row)
  return (
    <>
      <IconButton icon="more" iconSize={20} label={t('rowMore', { title })} onClick={() => setOpen(true)} />
      <ActionSheet
        open={open}
        onClose={() => setOpen(false)}
        title={title}
        rows={acts.of(row).map((act) => ({ ...act, onSelect: act.run }))}
      />
    </>
  )
}
