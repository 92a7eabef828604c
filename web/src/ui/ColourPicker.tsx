// Picking a colour: presets, a plane of hues, or its code. Loaded when first needed.
import { ColorPicker as AntColorPicker } from 'antd'

type Props = {
  value: string | null
  onChange: (value: string | null) => void
  presets: { label: string; colours: string[] }
  disabled?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
}

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

export default function ColourPicker({ value, onChange, presets, disabled, size }: Props) {
  return (
    <AntColorPicker
      value={value}
      disabled={disabled ?? false}
      size={SIZE[size ?? 'normal']}
      disabledAlpha
      disabledFormat
      format="hex"
      allowClear
      presets={[{ label: presets.label, colors: presets.colours }]}
      onChange={(c) => onChange(c.cleared ? null : c.toHexString().slice(0, 7))}
    />
  )
}
