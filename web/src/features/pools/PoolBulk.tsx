// Of the bar over a list: taking what nobody owns, giving back what is one's own; a form without pools has neither.
import { useState } from 'react'
import { fieldOf } from '@/core/forms'
import { isRef } from '@/core/search'
import { useLooking } from '@/core/session'
import type { Form, Id, Row } from '@/core/types'
import { useText } from '@/i18n'
import { BulkAct } from '@/ui'
import { useActs } from './acts'
import { useFormPools } from './pools'
import { ReleaseForm } from './ReleaseForm'

/** As many as one request takes. */
const MOST = 500

type Props = { form: Form; rows: Row[]; ids: ReadonlySet<Id>; onDone: () => void }

export function PoolBulk({ form, rows, ids, onDone }: Props) {
  const t = useText('pools')
  const looking = useLooking()
  const owned = form.owned === true && fieldOf(form, 'owner') !== undefined && !looking
  const pools = useFormPools(form.key, owned).data ?? []
  const source = pools.find((pool) => pool.takes)
  const acts = useActs(form, source?.key)
  const [asking, setAsking] = useState(false)
  if (pools.length === 0 || ids.size === 0 || ids.size > MOST) return null
  const chosen = [...ids].map((id) => rows.find((row) => row.id === id) ?? { id })
  // Of what is not loaded any more nobody knows here whose it is: then both are offered.
  const free = chosen.some((row) => !('owner' in row) || !isRef(row.owner))
  const held = chosen.some((row) => !('owner' in row) || isRef(row.owner))
  return (
    <>
      {source && free && (
        <BulkAct icon="pool" disabled={acts.busy} onClick={() => acts.take(chosen, onDone)}>
          {t('take')}
        </BulkAct>
      )}
      {held && (
        <BulkAct icon="undo" disabled={acts.busy} onClick={() => setAsking(true)}>
          {t('giveBack')}
        </BulkAct>
      )}
      {asking && (
        <ReleaseForm
          title={t('giveBackMany', { count: chosen.length })}
          pools={pools}
          busy={acts.busy}
          onClose={() => setAsking(false)}
          onRelease={(reason, pool) =>
            acts.release(chosen, reason, pool, () => {
              setAsking(false)
              onDone()
            })
          }
        />
      )}
    </>
  )
}
