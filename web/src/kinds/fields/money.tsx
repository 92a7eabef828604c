// An amount of money, right-aligned, with its currency's sign.
import { useFormat } from '@/core/format'
import { Money } from '@/ui'
import type { CellProps, EditorProps, FieldKind } from '../kind'
import { NumberEditor } from '../NumberEditor'

/** Per-record currencies stand beside the amount as `<key>_currency`. */
const currencyOf = ({ field, row }: Pick<CellProps, 'field' | 'row'>): string =>
  (row?.[`${field.key}_currency`] as string | undefined) ?? (field.options?.currency as string | undefined) ?? 'CNY'

function Cell(p: CellProps) {
  const c = currencyOf(p)
  return <Money value={p.value as number | null} currency={/^[A-Z]{3}$/.test(c) ? c : 'CNY'} />
}

function Editor(props: EditorProps) {
  const f = useFormat()
  const c = currencyOf(props)
  return (
    <NumberEditor
      {...props}
      decimals={2}
      before={<span className="t3">{f.symbol(/^[A-Z]{3}$/.test(c) ? c : 'CNY')}</span>}
    />
  )
}

const money: FieldKind = { key: 'money', icon: 'cash', Cell, Editor, align: 'right', width: 116 }
export default money
