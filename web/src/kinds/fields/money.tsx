// An amount of money, right-aligned, with its currency's sign.
import { useFormat } from '@/core/format'
import { Money } from '@/ui'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { NumberEditor } from '../NumberEditor'

/** Per-record currencies stand beside the amount as `<key>_currency`. */
const currencyOf = ({ field, row }: Pick<CellProps, 'field' | 'row'>): string => {
  const own =
    field.options?.currency === 'record' ? (row?.[`${field.key}_currency`] as string | null | undefined) : undefined
  return own ?? field.options?.code ?? 'CNY'
}

function Cell(p: CellProps) {
  return <Money value={p.value as number | null} currency={currencyOf(p)} />
}

function Editor(props: EditorProps) {
  const f = useFormat()
  return <NumberEditor {...props} decimals={2} before={<span className="t3">{f.symbol(currencyOf(props))}</span>} />
}

const money: FieldKind = { key: 'money', icon: 'cash', Cell, Editor, align: 'right', width: 116 }
export default money
