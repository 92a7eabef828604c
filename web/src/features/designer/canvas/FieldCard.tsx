// One field on the canvas: label, control, marks of what is special about it; chosen by a press, moved by drag or Alt and arrows.
import { useDraggable } from '@dnd-kit/core'
import { memo, useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon, Tooltip } from '@/ui'
import type { FieldDef, KindInfo, RuleDef } from '../model/types'
import css from './Canvas.module.css'
import { ControlLook } from './ControlLook'

export type CardActs = {
  choose: (key: string, how: 'only' | 'add' | 'range') => void
  nudge: (key: string, by: -1 | 1) => void
  remove: (key: string) => void
  copy: (key: string) => void
}

type Props = {
  field: FieldDef
  kind: KindInfo | undefined
  chosen: boolean
  dim: boolean
  line: 'before' | 'after' | null
  rules: RuleDef[] | undefined
  problem: string | undefined
  acts: CardActs
  /** Columns of a detail table, while it is chosen. */
  children?: ReactNode
}

export const FieldCard = memo(function FieldCard(p: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { field, acts } = p
  const drag = useDraggable({
    id: `field:${field.key}`,
    data: { what: 'field', key: field.key },
    attributes: { roleDescription: t('dragWord') },
  })
  const name = f.words(field.label) || field.key
  const press = (e: MouseEvent) =>
    acts.choose(field.key, e.shiftKey ? 'range' : e.ctrlKey || e.metaKey ? 'add' : 'only')
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (p.chosen) card.current?.scrollIntoView({ block: 'nearest' })
  }, [p.chosen])
  const classes = [
    css.card,
    p.chosen ? css.chosen : '',
    p.dim ? css.dim : '',
    p.line ? css[p.line] : '',
    p.problem ? css.bad : '',
    drag.isDragging ? css.dragged : '',
  ]
  return (
    <div ref={card} className={classes.join(' ')} data-card={field.key} data-testid={`card-${field.key}`}>
      <div
        ref={drag.setNodeRef}
        {...drag.attributes}
        {...drag.listeners}
        className={css.face}
        aria-label={t('fieldNamed', { name, kind: f.words(p.kind?.label) || field.kind })}
        aria-pressed={p.chosen}
        onClick={press}
        onKeyDown={(e) => cardKeys(e, field.key, acts)}
      >
        <span className={css.label}>
          <span className="ellipsis">{name}</span>
          {field.required && (
            <span className="hot" title={t('required')}>
              *
            </span>
          )}
          <Marks field={field} rules={p.rules} problem={p.problem} />
        </span>
        <ControlLook field={field} kind={p.kind} />
        {f.words(field.hint) && <span className="caption">{f.words(field.hint)}</span>}
      </div>
      {p.children}
    </div>
  )
})

function Marks({ field, rules, problem }: Pick<Props, 'field' | 'rules' | 'problem'>) {
  const t = useText('designer')
  const f = useFormat()
  return (
    <span className={css.marks}>
      {field.readonly && <Icon name="lock" size={12} label={t('readonly')} />}
      {field.unique && <span className={css.mark}>{t('uniqueMark')}</span>}
      {rules && rules.length > 0 && (
        <Tooltip text={rules.map((r) => f.words(r.label) || r.key).join(' · ')}>
          <span className={css.mark}>
            <Icon name="branch" size={12} /> {rules.length}
          </span>
        </Tooltip>
      )}
      {problem && (
        <Tooltip text={problem}>
          <span className="hot">
            <Icon name="warn" size={14} label={problem} />
          </span>
        </Tooltip>
      )}
    </span>
  )
}

/** What keys do on a card of the canvas. */
export function cardKeys(e: KeyboardEvent<HTMLElement>, key: string, acts: CardActs): void {
  const did = (act: () => void) => {
    e.preventDefault()
    e.stopPropagation()
    act()
  }
  const up = e.key === 'ArrowUp' || e.key === 'ArrowLeft'
  const down = e.key === 'ArrowDown' || e.key === 'ArrowRight'
  const chosen = e.currentTarget.getAttribute('aria-pressed') === 'true'
  if (e.key === 'Enter' && chosen) did(focusSettings)
  else if (e.key === 'Enter' || e.key === ' ') did(() => acts.choose(key, e.shiftKey ? 'range' : 'only'))
  else if ((up || down) && e.altKey) did(() => acts.nudge(key, up ? -1 : 1))
  else if (up || down) did(() => focusNext(e.currentTarget, up ? -1 : 1))
  else if (e.key === 'Delete' || e.key === 'Backspace') did(() => acts.remove(key))
  else if (e.key.toLowerCase() === 'd' && (e.ctrlKey || e.metaKey)) did(() => acts.copy(key))
}

/** Enter once more: on to the settings of what is chosen; Escape there comes back. */
function focusSettings(): void {
  document.querySelector<HTMLElement>('[data-settings] input')?.focus()
}

/** The card before or behind, in the order in which they are seen. */
function focusNext(from: HTMLElement, by: -1 | 1): void {
  const canvas = from.closest('[data-canvas]')
  const faces = [...(canvas?.querySelectorAll<HTMLElement>('[data-card] > [aria-pressed]') ?? [])]
  faces[faces.indexOf(from) + by]?.focus()
}
