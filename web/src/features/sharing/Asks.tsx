// On the record itself: whoever asks to be taken in is answered where the notice of it leads.
import { useLooking } from '@/core/session'
import type { Form, Row } from '@/core/types'
import { Asking } from './Asking'
import { useShares } from './sharing'
import css from './Sharing.module.css'

export function Asks({ form, row }: { form: Form; row: Row }) {
  const looking = useLooking()
  const shares = useShares(form.key, row.id).data
  if (!shares?.may || looking || !shares.asks?.length) return null
  return (
    <div className={css.asks}>
      {shares.asks.map((ask) => (
        <Asking key={ask.id} form={form} row={row} ask={ask} />
      ))}
    </div>
  )
}
