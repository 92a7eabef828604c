// What can be done with a record, at the end of its head: three buttons at most, everything else in ⋯.
import { usePhone } from '@/core/media'
import type { Form, Row } from '@/core/types'
import { useMayLog } from '@/features/log/log'
import { GiveBack, useGivesBack } from '@/features/pools/GiveBack'
import { PushOffers, usePushEntries } from '@/features/pushing/PushOffers'
import { useClaim } from '@/features/sharing/claiming'
import { doneOf, TaskAct, useTaskAct } from '@/features/tasks/TaskAct'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { Configure } from './Configure'
import { More } from './More'
import css from './Record.module.css'

const MOST = 3

type Props = { form: Form; row: Row; onLog: () => void; onShare: () => void }

/** On a phone the page has places of its own for the buttons. */
export function Acts({ form, row, onLog, onShare }: Props) {
  const t = useText('record')
  const s = useText('sharing')
  const phone = usePhone()
  const { claim, busy } = useClaim(form)
  const claims = row._may?.includes('claim') ?? false
  const logs = useMayLog(form, row)
  const finishes = useTaskAct(form, row) !== null
  const gives = useGivesBack(form, row)
  const room = phone ? Infinity : MOST - [claims, logs, finishes, gives].filter(Boolean).length
  const rest = usePushEntries(form, row, room)
  return (
    <div className={css.acts}>
      {!phone && claims && (
        <Button look="accent" icon="pool" onClick={() => claim(row)} loading={busy}>
          {s('claim.do')}
        </Button>
      )}
      {!phone && <PushOffers form={form} row={row} most={room} />}
      {!phone && <GiveBack form={form} row={row} />}
      {!phone && logs && (
        <Button
          look={doneOf(form, row) === false ? 'plain' : 'primary'}
          icon="pencil"
          onClick={onLog}
          data-testid="log"
        >
          {t('log')}
        </Button>
      )}
      {!phone && <TaskAct form={form} row={row} />}
      <More form={form} row={row} first={rest} onShare={onShare} />
      <Configure form={form} />
    </div>
  )
}
