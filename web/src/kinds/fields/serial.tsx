// A number given by the server at the first save; never written by hand.
import { useText } from '@/i18n'
import { Input } from '@/ui'
import type { CellProps, FieldKind, OperandProps } from '../kind'

function Cell({ value }: CellProps) {
  const t = useText('fields')
  return <span className="t3 ellipsis">{value ? String(value) : t('serialHint')}</span>
}

function Operand({ value, onChange, ...rest }: OperandProps) {
  return <Input aria-label={rest['aria-label']} value={typeof value === 'string' ? value : ''} onChange={onChange} />
}

const serial: FieldKind = { key: 'serial', icon: 'key', Cell, Operand, width: 128 }
export default serial
