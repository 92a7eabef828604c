// Until when a record is its owner's, and giving it back to a pool with a reason.
import { useState } from 'react'
import { isRef } from '@/core/search'
import { useFormat } from '@/core/format'
import { useLooking, useMe } from '@/core/session'
import { titleOf } from '@/core/titles'
import type { Form, Row, Words } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip } from '@/ui'
import { ReleaseForm } from './ReleaseForm'
import { useActs } from './acts'
import { isSoon, useOfRecord } from './pools'

/** Until when it is its owner's; nothing where no clock runs. */
export function PoolClock({ form, row }: { form: Form; row: Row }) {
  const t = useText('pools')
  const f = useFormat()
  const clock = useOfRecord(form.key, row.id, form.owned === true && isRef(row.owner)).data?.clock
  const me = useMe()
  if (!clock || !isRef(row.owner)) return null
  const at = f.moment(clock.expires)
  const title = f.words(clock.pool.label)
  if (isSoon(clock.expires))
    return (
      <Chip tone="heat1" icon="drop" title={title}>
        {t('soon', { at })}
      </Chip>
    )
  return (
    <Chip icon="clock" title={title}>
      {t(row.owner.id === me.person.id ? 'until' : 'untilTheirs', { at })}
    </Chip>
  )
}

/** Whether it is the person's to give back: somebody owns it, and there is a pool for it. */
export function useGivesBack(form: Form, row: Row): boolean {
  const me = useMe()
  const looking = useLooking()
  const owner = isRef(row.owner) ? row.owner : null
  const told = useOfRecord(form.key, row.id, form.owned === true && owner !== null).data
  const may = owner?.id === me.person.id || (row._may?.includes('assign') ?? false)
  return owner !== null && Boolean(told?.pools.length) && may && !looking
}

/** Nothing where it is not theirs to give back. */
export function GiveBack({ form, row }: { form: Form; row: Row }) {
  const t = useText('pools')
  const [asking, setAsking] = useState(false)
  const gives = useGivesBack(form, row)
  const told = useOfRecord(form.key, row.id, form.owned === true && isRef(row.owner)).data
  if (!told || !(gives || asking)) return null
  return (
    <>
      {gives && (
        <Button icon="pool" onClick={() => setAsking(true)}>
          {t('giveBack')}
        </Button>
      )}
      {asking && <Asking form={form} row={row} pools={told.pools} onClose={() => setAsking(false)} />}
    </>
  )
}

type AskingProps = {
  form: Form
  row: Row
  pools: { key: string; label: Words }[]
  onClose: () => void
}

function Asking({ form, row, pools, onClose }: AskingProps) {
  const t = useText('pools')
  const acts = useActs(form)
  return (
    <ReleaseForm
      title={t('giveBackOf', { title: titleOf(row) })}
      pools={pools}
      busy={acts.busy}
      onClose={onClose}
      onRelease={(reason, pool) => acts.release([row], reason, pool, onClose)}
    />
  )
}
