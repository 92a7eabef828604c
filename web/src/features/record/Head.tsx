// The record's head: where it belongs, its title, who holds it, what can be done; smaller once scrolled.
import { useState } from 'react'
import { Link } from 'react-router'
import { stageOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useLooking } from '@/core/session'
import { titleOf } from '@/core/titles'
import type { Form, Row } from '@/core/types'
import { PoolClock } from '@/features/pools/GiveBack'
import { PushBecame } from '@/features/pushing/PushOffers'
import { Asks } from '@/features/sharing/Asks'
import { Holders } from '@/features/sharing/Holders'
import { ShareDrawer } from '@/features/sharing/ShareDrawer'
import { useText } from '@/i18n'
import { TaskDone } from '@/features/tasks/TaskAct'
import { Icon, IconButton, StageName } from '@/ui'
import { Acts } from './Acts'
import { useCameFrom } from './cameFrom'
import { Pager } from './Pager'
import { useFollow } from './record'
import css from './Record.module.css'

type Props = { form: Form; row: Row; onLog: () => void; compact: boolean }

export function Head({ form, row, onLog, compact }: Props) {
  const t = useText('record')
  const f = useFormat()
  const stage = stageOf(form, row.stage)
  const came = useCameFrom(form)
  const [sharing, setSharing] = useState(false)
  const looking = useLooking()
  const phone = usePhone()
  return (
    <header className={[css.head, compact ? css.compact : ''].join(' ')}>
      <div className={css.crumb}>
        <span className={css.way}>
          <Link to={`/f/${form.key}?view=all`}>{f.words(form.label)}</Link>
          {came?.view && (
            <>
              <Icon name="right" size={12} />
              <Link to={`/f/${form.key}${came.search}`}>{f.words(came.view.label)}</Link>
            </>
          )}
        </span>
        <Pager form={form} row={row} came={came} />
      </div>
      <div className={css.titleRow}>
        <h1 className={css.title} title={titleOf(row)}>
          {titleOf(row) || t('untitled')}
        </h1>
        {!looking && <Star form={form} row={row} />}
        {compact && stage && <StageName stage={stage} name={f.words(stage.label)} />}
        <span className={css.holder}>
          <Holders form={form} row={row} onOpen={() => setSharing(true)} />
          {!phone && <PoolClock form={form} row={row} />}
          {!phone && <TaskDone form={form} row={row} />}
        </span>
        <Acts form={form} row={row} onLog={onLog} onShare={() => setSharing(true)} />
      </div>
      {!compact && <PushBecame form={form} row={row} />}
      {!compact && <Asks form={form} row={row} />}
      {sharing && <ShareDrawer form={form} row={row} onClose={() => setSharing(false)} />}
    </header>
  )
}

function Star({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const follow = useFollow(form.key, row.id)
  const on = row._following === true
  return (
    <IconButton
      icon="star"
      size="small"
      label={on ? t('unfollow') : t('follow')}
      aria-pressed={on}
      className={`${css.star} ${on ? css.starred : ''}`}
      onClick={() => follow.mutate(!on)}
    />
  )
}
