// Segments, tabs, boxes and switches.
import { Checkbox as AntCheckbox, Segmented as AntSegmented, Switch as AntSwitch, Tabs as AntTabs } from 'antd'
import type { ReactNode } from 'react'
import css from './choices.module.css'
import { Icon, type IconName } from './icons/Icon'

export type Segment<K extends string> = {
  value: K
  label?: ReactNode
  icon?: IconName
  name?: string
  disabled?: boolean
}

type SegmentedProps<K extends string> = {
  options: Segment<K>[]
  value: K
  onChange: (value: K) => void
  size?: 'small' | 'normal'
  block?: boolean
  'aria-label'?: string
}

export function Segmented<K extends string>({
  options,
  value,
  onChange,
  size = 'normal',
  block,
  ...rest
}: SegmentedProps<K>) {
  return (
    <AntSegmented<K>
      {...rest}
      value={value}
      onChange={onChange}
      block={block ?? false}
      size={size === 'small' ? 'small' : 'middle'}
      className={css.segmented ?? ''}
      options={options.map((o) => ({
        value: o.value,
        disabled: o.disabled ?? false,
        label: (
          <span className={css.segment} title={o.name}>
            {o.icon && <Icon name={o.icon} size={14} {...(o.label ? {} : { label: o.name ?? o.value })} />}
            {o.label}
          </span>
        ),
      }))}
    />
  )
}

type TabsProps<K extends string> = {
  items: { key: K; label: ReactNode; children?: ReactNode }[]
  value: K
  onChange: (key: K) => void
  className?: string
  extra?: ReactNode
}

export function Tabs<K extends string>({ items, value, onChange, className, extra }: TabsProps<K>) {
  return (
    <AntTabs
      items={items}
      activeKey={value}
      onChange={(k) => onChange(k as K)}
      {...(className ? { className } : {})}
      tabBarExtraContent={extra}
    />
  )
}

type CheckboxProps = {
  checked: boolean
  onChange: (checked: boolean, shift: boolean) => void
  indeterminate?: boolean
  disabled?: boolean
  children?: ReactNode
  'aria-label'?: string
}

export function Checkbox({ checked, onChange, indeterminate, disabled, children, ...rest }: CheckboxProps) {
  return (
    <AntCheckbox
      {...rest}
      className={css.box ?? ''}
      checked={checked}
      indeterminate={indeterminate ?? false}
      disabled={disabled ?? false}
      onChange={(e) => onChange(e.target.checked, e.nativeEvent.shiftKey)}
    >
      {children}
    </AntCheckbox>
  )
}

type SwitchProps = {
  id?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  'aria-label'?: string
}

export function Switch({ id, checked, onChange, disabled, ...rest }: SwitchProps) {
  return (
    <AntSwitch
      {...rest}
      {...(id ? { id } : {})}
      checked={checked}
      onChange={(c) => onChange(c)}
      disabled={disabled ?? false}
      size="small"
      className={css.switch ?? ''}
    />
  )
}
