// A line, a text or another page between the fields of the canvas.
import { useDraggable } from '@dnd-kit/core'
import type { KeyboardEvent } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { useBench } from '../sight'
import { problemsOf } from '../model/problems'
import type { ElementDef } from '../model/types'
import css from './Canvas.module.css'
import { cardKeys, type CardActs } from './FieldCard'

type Props = { element: ElementDef; line: 'before' | 'after' | null; dim: boolean; acts: CardActs }

export function ElementCard({ element, line, dim, acts }: Props) {
  const t = useText('designer')
  const { chosen, keeping } = useBench()
  const on = chosen.fields.includes(element.key)
  const problem = problemsOf(keeping.problems, `elements.${element.key}`)[0]?.detail
  const drag = useDraggable({
    id: `field:${element.key}`,
    data: { what: 'field', key: element.key },
    attributes: { roleDescription: t('dragWord') },
  })
  const classes = [
    css.card,
    css.wide,
    on ? css.chosen : '',
    dim ? css.dim : '',
    line ? css[line] : '',
    problem ? css.bad : '',
  ]
  return (
    <div className={classes.join(' ')} data-card={element.key} data-testid={`card-${element.key}`}>
      <div
        ref={drag.setNodeRef}
        {...drag.attributes}
        {...drag.listeners}
        className={css.face}
        aria-label={t(`element.${element.kind}`)}
        aria-pressed={on}
        onClick={(e) => acts.choose(element.key, e.ctrlKey || e.metaKey ? 'add' : 'only')}
        onKeyDown={(e: KeyboardEvent<HTMLElement>) => cardKeys(e, element.key, acts)}
      >
        <ElementLook element={element} />
        {problem && <span className="hot">{problem}</span>}
      </div>
    </div>
  )
}

function ElementLook({ element }: { element: ElementDef }) {
  const t = useText('designer')
  const f = useFormat()
  const label = f.words(element.label)
  if (element.kind === 'divider') return <span className={css.divider}>{label && <span>{label}</span>}</span>
  if (element.kind === 'description')
    return (
      <span className={css.text}>
        {label && <b>{label}</b>}
        <span className="t2">{f.words(element.text) || t('element.description')}</span>
      </span>
    )
  if (element.kind === 'query' || element.kind === 'button')
    return (
      <span className={css.embed}>
        <Icon name={element.kind === 'query' ? 'search' : 'check'} size={14} />{' '}
        <span className="ellipsis">{label || t(`element.${element.kind}`)}</span>
      </span>
    )
  return (
    <span className={css.embed}>
      <Icon name="globe" size={14} /> <span className="ellipsis">{label || element.url || t('element.embed')}</span>
    </span>
  )
}
