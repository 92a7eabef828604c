// How far a request about personal data is.
import { useText } from '@/i18n'
import { Chip, type ChipTone } from '@/ui'
import type { Head } from './personal'

export function StateChip({ request }: { request: Head }) {
  const t = useText('personal')
  const tone: ChipTone = request.state === 'done' ? 'won' : request.state === 'failed' ? 'heat3' : 'plain'
  const said =
    request.state === 'open'
      ? t('states.open')
      : t(`states.${request.kind}_${request.state as 'done'}` as 'states.export_done')
  return <Chip tone={tone}>{said}</Chip>
}
