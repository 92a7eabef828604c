// Which acts stand on rows, and which in the bar over many; only those that the form and the person have.
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form, ViewDefinition } from '@/core/types'
import { bulkActs, LINKED, PRESSED, rowActs } from '@/features/list/buttons'
import { useViewEditor } from '@/features/list/preview'
import { useText } from '@/i18n'
import { Checkbox } from '@/ui'
import css from './views.module.css'

export function ButtonsPart({ form, definition }: { form: Form; definition: ViewDefinition }) {
  const t = useText('views')
  const define = useViewEditor((s) => s.define)
  const name = useButtonName(form)
  const possible = { row: rowActs(form, false), bulk: bulkActs(form, false) }
  const chosen = { row: definition.buttons?.row ?? [], bulk: definition.buttons?.bulk ?? possible.bulk }
  const tick = (place: 'row' | 'bulk', key: string, on: boolean) => {
    const next = possible[place].filter((each) => (each === key ? on : chosen[place].includes(each)))
    define({ buttons: { ...definition.buttons, [place]: next } })
  }
  return (
    <div className={css.buttons}>
      {(['row', 'bulk'] as const).map((place) => (
        <fieldset key={place}>
          <legend className="caption">{t(`buttonsOf.${place}`)}</legend>
          {possible[place].map((key) => (
            <Checkbox key={key} checked={chosen[place].includes(key)} onChange={(on) => tick(place, key, on)}>
              {name(key)}
            </Checkbox>
          ))}
        </fieldset>
      ))}
    </div>
  )
}

/** An act by its name; opening a link by that of its field. */
function useButtonName(form: Form) {
  const t = useText('views')
  const f = useFormat()
  return (key: string): string => {
    if (key.startsWith(LINKED)) return t('act.link', { field: f.words(fieldOf(form, key.slice(LINKED.length))?.label) })
    if (key.startsWith(PRESSED)) return f.words(form.elements?.find((x) => x.key === key.slice(PRESSED.length))?.label)
    return t(`act.${key as 'log' | 'stage' | 'assign' | 'change' | 'export' | 'delete'}`)
  }
}
