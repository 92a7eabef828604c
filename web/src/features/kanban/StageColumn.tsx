// One stage as a column: its name, count and sums, a share bar, and its cards.
import { useDroppable } from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import type { Form, Row, Stage } from '@/core/types'
import { useText } from '@/i18n'
import { Icon, IconButton, StageGlyph } from '@/ui'
import type { Column } from './board'
import css from './Board.module.css'
import { Card } from './Card'

type Props = {
  form: Form
  stage: Stage
  column: Column
  share: number
  step: number
  onOpen: (row: Row) => void
  onAdd?: (() => void) | undefined
  onMore: () => void
  gate?: { row: Row; panel: ReactNode } | undefined
}

export function StageColumn({ form, stage, column, share, step, onOpen, onAdd, onMore, gate }: Props) {
  const t = useText('kanban')
  const f = useFormat()
  const drop = useDroppable({ id: `stage:${stage.key}`, data: { stage: stage.key } })
  const name = f.words(stage.label)
  const rest = column.count - column.items.length
  return (
    <section ref={drop.setNodeRef} className={[css.column, drop.isOver ? css.over : ''].join(' ')} aria-label={name}>
      <header className={css.head}>
        <div className={css.line}>
          <span className={css.name}>
            <StageGlyph probability={stage.probability ?? 0} type={stage.type} />
            <b>{name}</b> <span className="t3">{f.number(column.count)}</span>
          </span>
          {onAdd && <IconButton icon="plus" size="small" label={t('addHere', { stage: name })} onClick={onAdd} />}
        </div>
        <div className={`${css.line} caption`}>
          <span className="t2">{column.amount === null ? '' : f.short(column.amount)}</span>
          <span>{column.weighted === null ? '' : t('weighted', { amount: f.short(column.weighted) })}</span>
        </div>
        <div className={css.share}>
          <i style={{ width: `${share * 100}%`, background: `var(--s${step})` }} />
        </div>
      </header>
      <div className={css.cards}>
        {column.items.map((row) => (
          <div key={row.id}>
            <Card form={form} row={row} onOpen={onOpen} chosen={gate?.row.id === row.id} />
            {gate?.row.id === row.id && gate.panel}
          </div>
        ))}
        {gate && !column.items.some((r) => r.id === gate.row.id) && gate.panel}
        {column.items.length === 0 && !gate && <p className={`caption ${css.none}`}>{t('emptyColumn')}</p>}
        {rest > 0 && (
          <button type="button" className="link-button caption" onClick={onMore}>
            {t('more', { count: rest })}
          </button>
        )}
      </div>
    </section>
  )
}

/** Won, lost and on hold: slim columns that mostly receive. */
export function EndColumn({ stage, column, onOpen }: { stage: Stage; column: Column; onOpen: () => void }) {
  const f = useFormat()
  const drop = useDroppable({ id: `stage:${stage.key}`, data: { stage: stage.key } })
  const won = stage.type === 'won'
  return (
    <section
      ref={drop.setNodeRef}
      className={[css.end, drop.isOver ? css.over : ''].join(' ')}
      aria-label={f.words(stage.label)}
    >
      <button type="button" className={`plain-button ${css.endFace}`} onClick={onOpen}>
        <Icon
          name={won ? 'check' : stage.type === 'lost' ? 'close' : 'clock'}
          style={won ? { color: 'var(--won)' } : {}}
        />
        <b>{f.number(column.count)}</b>
        <span className={`${css.upright} ${won ? 'won' : 't2'}`}>{f.words(stage.label)}</span>
        {won && column.amount !== null && <span className="caption">{f.short(column.amount)}</span>}
      </button>
    </section>
  )
}
