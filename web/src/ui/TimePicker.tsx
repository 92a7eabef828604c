// Picking a time of day, and a stretch of days; values are ISO text.
import { useMemo } from 'react'
import { DatePicker as AntDatePicker, TimePicker as AntTimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import customFormat from 'dayjs/plugin/customParseFormat'
import { shared, type PickerProps } from './DatePicker'
import { Icon } from './icons/Icon'

dayjs.extend(customFormat)

type TimeProps = PickerProps & { seconds?: boolean | undefined; step?: number | undefined }

/** HH:MM, with seconds when asked for. */
export function TimePicker({ seconds = false, step = 5, ...props }: TimeProps) {
  const format = seconds ? 'HH:mm:ss' : 'HH:mm'
  const value = useMemo(() => (props.value ? dayjs(props.value, ['HH:mm:ss', 'HH:mm']) : null), [props.value])
  return (
    <AntTimePicker
      {...shared(props)}
      suffixIcon={<Icon name="clock" size={14} />}
      value={value}
      format={format}
      minuteStep={(60 % step === 0 ? step : 1) as 5}
      needConfirm={false}
      onChange={(d: Dayjs | null) => props.onChange(d ? d.format(format) : null)}
    />
  )
}

export type Days = { start: string; end: string }
type RangeProps = Omit<PickerProps, 'value' | 'onChange'> & {
  value: Days | null
  onChange: (days: Days | null) => void
}

/** First and last day in one box; wide screens only, where two months have room. */
export function DateRangePicker({ value, onChange, ...props }: RangeProps) {
  const { id, placeholder: _p, ...rest } = shared({ ...props, value: null, onChange: () => undefined })
  const { start, end } = value ?? {}
  const days = useMemo((): [Dayjs, Dayjs] | null => (start && end ? [dayjs(start), dayjs(end)] : null), [start, end])
  return (
    <AntDatePicker.RangePicker
      {...rest}
      {...(id ? { id: { start: id, end: `${id}-end` } } : {})}
      value={days}
      format="YYYY-MM-DD"
      onChange={(d) =>
        onChange(d?.[0] && d[1] ? { start: d[0].format('YYYY-MM-DD'), end: d[1].format('YYYY-MM-DD') } : null)
      }
    />
  )
}
