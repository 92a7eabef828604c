// Picking a day or a moment; values are ISO text, moments carry the workspace's offset.
import { DatePicker as AntDatePicker } from 'antd'
import { useMemo, type KeyboardEvent } from 'react'
import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone'
import utc from 'dayjs/plugin/utc'
import { useZone } from '@/core/format/zone'
import { Icon } from './icons/Icon'

dayjs.extend(utc)
dayjs.extend(timezone)

export type PickerProps = {
  value: string | null
  onChange: (iso: string | null) => void
  id?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  defaultOpen?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  clearable?: boolean | undefined
  onClose?: (() => void) | undefined
  className?: string | undefined
  'aria-label'?: string | undefined
}

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

export const shared = ({
  invalid,
  size,
  clearable = true,
  onClose,
  value: _v,
  onChange: _c,
  ...rest
}: PickerProps) => ({
  ...rest,
  size: SIZE[size ?? 'normal'],
  status: invalid ? ('error' as const) : undefined,
  allowClear: clearable ? { clearIcon: <Icon name="close" size={12} /> } : false,
  suffixIcon: <Icon name="calendar" size={14} />,
  style: { width: '100%' },
  onOpenChange: (open: boolean) => {
    if (!open) onClose?.()
  },
  // Enter takes what was typed; it does not send the form around the box as well.
  onKeyDown: (e: KeyboardEvent<HTMLElement>) => {
    if (e.key === 'Enter') e.preventDefault()
  },
})

// A picker keeps what is being typed as long as its value is the same object: none is made anew while a page is drawn again.

/** YYYY-MM-DD. */
export function DatePicker(props: PickerProps) {
  const value = useMemo(() => (props.value ? dayjs(props.value.slice(0, 10)) : null), [props.value])
  return (
    <AntDatePicker
      {...shared(props)}
      value={value}
      format="YYYY-MM-DD"
      onChange={(d: Dayjs | null) => props.onChange(d ? d.format('YYYY-MM-DD') : null)}
    />
  )
}

/** ISO 8601 with offset, shown in the workspace's zone, minutes exact. */
export function DateTimePicker(props: PickerProps) {
  const zone = useZone((z) => z.zone)
  const value = useMemo(() => (props.value ? dayjs(props.value).tz(zone) : null), [props.value, zone])
  return (
    <AntDatePicker
      {...shared(props)}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      value={value}
      format="YYYY-MM-DD HH:mm"
      onChange={(d: Dayjs | null) => props.onChange(d ? inZone(d, zone) : null)}
    />
  )
}

/** The wall-clock time picked, read as a time in that zone. */
const inZone = (d: Dayjs, zone: string): string => dayjs.tz(d.format('YYYY-MM-DDTHH:mm:00'), zone).format()
