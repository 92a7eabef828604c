// Choosing one or several from a list, searched locally or on the server.
import { Select as AntSelect } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '@/i18n'
import { Icon } from './icons/Icon'

export type SelectOption<K extends string | number = string> = {
  value: K
  label: ReactNode
  search?: string
  disabled?: boolean
}

type Common<K extends string | number> = {
  options: SelectOption<K>[]
  id?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  invalid?: boolean | undefined
  autoFocus?: boolean | undefined
  defaultOpen?: boolean | undefined
  size?: 'small' | 'normal' | 'large' | undefined
  clearable?: boolean | undefined
  loading?: boolean | undefined
  /** Called while typing: the options come from the server then. */
  onSearch?: ((q: string) => void) | undefined
  searchable?: boolean | undefined
  width?: number | string | undefined
  className?: string | undefined
  onClose?: (() => void) | undefined
  footer?: ReactNode
  'aria-label'?: string | undefined
}

const SIZE = { small: 'small', normal: 'middle', large: 'large' } as const

function useCommon<K extends string | number>(p: Common<K>) {
  const t = useText('common')
  const remote = p.onSearch !== undefined
  return {
    id: p.id,
    options: p.options,
    placeholder: p.placeholder ?? t('choose'),
    disabled: p.disabled,
    status: p.invalid ? ('error' as const) : undefined,
    autoFocus: p.autoFocus,
    defaultOpen: p.defaultOpen,
    size: SIZE[p.size ?? 'normal'],
    loading: p.loading,
    className: p.className,
    allowClear: p.clearable ? { clearIcon: <Icon name="close" size={12} /> } : false,
    suffixIcon: <Icon name="down" size={14} />,
    showSearch:
      remote || p.searchable || p.options.length > 8
        ? {
            ...(p.onSearch ? { onSearch: p.onSearch } : {}),
            filterOption: remote ? false : (q: string, o?: SelectOption<K>) => searchText(o).includes(q.toLowerCase()),
          }
        : false,
    style: { width: p.width ?? '100%' },
    popupMatchSelectWidth: false as const,
    notFoundContent: p.loading ? t('loading') : remote ? t('typeToSearch') : t('none'),
    onOpenChange: (open: boolean) => {
      if (!open) p.onClose?.()
    },
    popupRender: p.footer
      ? (menu: ReactNode) => (
          <>
            {menu}
            {p.footer}
          </>
        )
      : undefined,
    'aria-label': p['aria-label'],
  }
}

const searchText = (o?: { label?: ReactNode; search?: string }): string =>
  (o?.search ?? (typeof o?.label === 'string' ? o.label : '')).toLowerCase()

type OneProps<K extends string | number> = Common<K> & { value: K | null; onChange: (value: K | null) => void }

export function Select<K extends string | number = string>({ value, onChange, ...rest }: OneProps<K>) {
  const common = useCommon(rest)
  return <AntSelect<K, SelectOption<K>> {...common} value={value} onChange={(v) => onChange(v ?? null)} />
}

/** Tab goes on to the next control; it must not take back the option that was chosen last. */
function Leaving({ children }: { children: ReactNode }) {
  return (
    <span style={{ display: 'contents' }} onKeyDownCapture={(e) => e.key === 'Tab' && e.stopPropagation()}>
      {children}
    </span>
  )
}

type TagsProps = Common<string> & {
  value: string[]
  onChange: (value: string[]) => void
  maxCount?: number | undefined
}

/** Words one may make up; options are only suggestions. A comma or line end finishes a word. */
export function TagSelect({ value, onChange, maxCount, ...rest }: TagsProps) {
  const common = useCommon({ ...rest, searchable: true })
  return (
    <Leaving>
      <AntSelect<string[], SelectOption>
        {...common}
        mode="tags"
        optionLabelProp="value"
        value={value}
        onChange={onChange}
        tokenSeparators={SEPARATORS}
        {...(maxCount ? { maxCount } : {})}
        suffixIcon={null}
        notFoundContent={null}
        menuItemSelectedIcon={<Icon name="check" size={14} />}
      />
    </Leaving>
  )
}

const SEPARATORS = [',', ';', '\n', '|', '\uff0c', '\u3001', '\uff1b']

type ManyProps<K extends string | number> = Common<K> & {
  value: K[]
  onChange: (value: K[]) => void
  maxShown?: number
}

export function MultiSelect<K extends string | number = string>({ value, onChange, maxShown, ...rest }: ManyProps<K>) {
  const common = useCommon(rest)
  return (
    <Leaving>
      <AntSelect<K[], SelectOption<K>>
        {...common}
        mode="multiple"
        value={value}
        onChange={onChange}
        maxTagCount={maxShown ?? 'responsive'}
        menuItemSelectedIcon={<Icon name="check" size={14} />}
      />
    </Leaving>
  )
}
