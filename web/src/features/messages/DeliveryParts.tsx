// Parts of a delivery that its row and its drawer share.
import { useText } from '@/i18n'
import { Chip } from '@/ui'
import type { Delivery } from './messages'

const TONES = {
  queued: 'outline',
  sending: 'accent',
  sent: 'won',
  failed: 'heat3',
  unknown: 'heat2',
  cancelled: 'plain',
} as const

export function StateChip({ delivery }: { delivery: Delivery }) {
  const t = useText('messages')
  return <Chip tone={TONES[delivery.state]}>{t(`deliveries.states.${delivery.state}`)}</Chip>
}

export function ChannelName({ delivery }: { delivery: Delivery }) {
  const t = useText('messages')
  const purpose = (['mail', 'sms', 'webhook', 'robot'] as const).find((p) => p === delivery.channel)
  return <>{delivery.channel_label ?? (purpose ? t(`channels.purposes.${purpose}`) : delivery.channel)}</>
}
