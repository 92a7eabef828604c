// A computed column of a detail row that is being filled in; loaded only where rows work something out.
import { useMemo } from 'react'
import { previewRow } from '@/core/formula/preview'
import { useSetting } from '@/core/formula/setting'
import type { Field, Value } from '@/core/types'
import { FieldCell } from './FieldCell'

type Props = { detail: Field; column: Field; row: { [key: string]: Value } }

export default function RowResult({ detail, column, row }: Props) {
  const setting = useSetting()
  const found = useMemo(() => previewRow(detail, row, setting), [detail, row, setting])
  return <FieldCell field={column} value={found[column.key]} />
}
