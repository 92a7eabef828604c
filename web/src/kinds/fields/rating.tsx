// So many stars.
import { useText } from '@/i18n'
import { Stars, StarsShown } from '@/ui'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { Empty } from '../RefCell'

function Cell({ value, field }: CellProps) {
  const t = useText('fields')
  if (typeof value !== 'number') return <Empty />
  const max = field.options?.max ?? 5
  return <StarsShown value={value} max={max} label={t('stars', { count: value, max })} />
}

function Editor({ value, onChange, onDone, field, id, disabled, autoFocus, ...rest }: EditorProps) {
  return (
    <Stars
      id={id}
      disabled={disabled}
      autoFocus={autoFocus}
      aria-label={rest['aria-label']}
      max={field.options?.max ?? 5}
      value={typeof value === 'number' ? value : null}
      onChange={(v) => {
        onChange(v)
        onDone?.(v)
      }}
    />
  )
}

const rating: FieldKind = { key: 'rating', icon: 'star', Cell, Editor, width: 112 }
export default rating
