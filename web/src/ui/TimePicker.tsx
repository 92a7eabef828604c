// Picking a time of day, and a stretch of days; values are ISO text.
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
  return (
    <AntTimePicker
      {...shared(props)}
      suffixIcon={<Icon name="clock" size={14} />}
      value={props.value ? dayjs(props.value, ['HH:mm:ss', 'HH:mm']) : null}
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
  return (
    <AntDatePicker.RangePicker
      {...rest}
      {...(id ? { id: { start: id, end: `${id}-end` } } : {})}
      value={value ? [dayjs(value.start), dayjs(value.end)] : null}
      format="YYYY-MM-DD"
      onChange={(days) =>
        onChange(
          days?.[0] && days[1] ? { start: days[0].format('YYYY-MM-DD'), end: days[1].format('YYYY-MM-DD') } : null,
        )
      }
    />
  )
}
