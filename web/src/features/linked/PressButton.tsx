// A button among the fields of a record; it is there while its condition holds.
import { useFormat } from '@/core/format'
import type { Form, LayoutElement, Row } from '@/core/types'
import { Button } from '@/ui'
import css from './linked.module.css'
import { usePressing } from './pressing'

export function PressButton({ form, element, row }: { form: Form; element: LayoutElement; row: Row }) {
  const f = useFormat()
  const pressing = usePressing(form)
  if (!pressing.offers(element, row)) return null
  return (
    <div className={css.button}>
      <Button loading={pressing.busy} onClick={() => pressing.press(element, row)}>
        {f.words(element.label)}
      </Button>
      {pressing.dialog}
    </div>
  )
}
