// An element of the layout on a record or on what is being filled in.
import type { Form, LayoutElement, Row, Value } from '@/core/types'
import { ElementView } from '@/features/layout'
import { PressButton } from './PressButton'
import { QueryView } from './QueryView'

type Props = {
  form: Form
  element: LayoutElement
  /** The record as it is being written. */
  values: { [key: string]: Value }
  /** Missing while there is no record yet. */
  row?: Row | undefined
}

export function LinkedElement({ form, element, values, row }: Props) {
  if (element.query) return <QueryView form={form} element={element} query={element.query} values={values} />
  if (element.press) return row ? <PressButton form={form} element={element} row={row} /> : null
  return <ElementView element={element} />
}
