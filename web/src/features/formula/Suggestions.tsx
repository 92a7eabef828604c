// What could stand here: chosen with the arrow keys and Enter, or by a click.
import type { Suggestion } from '@/core/formula/completing'
import { useText } from '@/i18n'
import css from './FormulaEditor.module.css'
import { typeWords } from './words'

type Props = { id: string; items: Suggestion[]; active: number; onChoose: (chosen: Suggestion) => void }

export function Suggestions({ id, items, active, onChoose }: Props) {
  const t = useText('formula')
  return (
    <div id={`${id}-list`} role="listbox" className={css.list} aria-label={t('suggestions')}>
      {items.map((item, at) => (
        <div
          key={item.insert}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          className={css.option}
          onMouseDown={(e) => {
            e.preventDefault() // the box keeps the focus
            onChoose(item)
          }}
        >
          <b className="ellipsis">{item.name}</b>
          <span className="t3 ellipsis">{item.about}</span>
          <span className="caption">{typeWords(t, item.type)}</span>
        </div>
      ))}
    </div>
  )
}
