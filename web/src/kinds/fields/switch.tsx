// Yes or no.
import { useText } from '@/i18n'
import { Icon, Select, Switch } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import { Empty } from '../RefCell'

function Cell({ value }: CellProps) {
  const t = useText('common')
  return value ? <Icon name="check" size={14} label={t('yes')} style={{ color: 'var(--ac)' }} /> : <Empty />
}

function Editor({ id, value, onChange, onDone, disabled, ...rest }: EditorProps) {
  return (
    <span>
      <Switch
        id={id}
        aria-label={rest['aria-label'] ?? ''}
        checked={value === true}
        disabled={disabled ?? false}
        onChange={(v) => {
          onChange(v)
          onDone?.(v)
        }}
      />
    </span>
  )
}

function Operand({ value, onChange, ...rest }: OperandProps) {
  const t = useText('common')
  const options = [
    { value: 'yes', label: t('yes') },
    { value: 'no', label: t('no') },
  ]
  return (
    <Select
      aria-label={rest['aria-label']}
      options={options}
      value={value === true ? 'yes' : value === false ? 'no' : null}
      onChange={(v) => onChange(v === null ? null : v === 'yes')}
    />
  )
}

const kind: FieldKind = { key: 'switch', icon: 'check', Cell, Editor, Operand, width: 80 }
export default kind
