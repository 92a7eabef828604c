// Since when a record lies in a pool, why, and whose it was.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import type { Place } from './pools'

export function PlaceWords({ place }: { place: Place }) {
  const t = useText('pools')
  const f = useFormat()
  const at = f.ago(place.since)
  const name = place.from?.title ?? ''
  return (
    <span className="caption">
      {t(`why.${place.why}`, { at, name })}
      {place.why === 'released' && place.reason ? ` · ${place.reason}` : ''}
    </span>
  )
}
