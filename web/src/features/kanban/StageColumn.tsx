// One stage as a column: its name, count and sums, a share bar, and its cards.
import { useDroppable } from '@dnd-kit/core'
import type { ReactElement, ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { titleOf } from '@/core/titles'
import type { Form, Row, Stage } from '@/core/types'
import { useText } from '@/i18n'
import { Anchored, Icon, IconButton, StageGlyph } from '@/ui'
import type { Column } from './board'
import css from './Board.module.css'
import { Card } from './Card'
import { GATE_WIDTH } from './GatePanel'

type Props = {
  form: Form
  stage: Stage
  column: Column
  share: number
  step: number
  onOpen: (row: Row) => void
  onAdd?: (() => void) | undefined
  onMore: () => void
  /** A card that waits for what its new stage asks for, and the panel that asks. */
  gate?: { row: Row; panel: ReactNode; onBack: () => void } | undefined
  ground: (row: Row) => string | undefined
}

export function StageColumn({ form, stage, column, share, step, onOpen, onAdd, onMore, gate, ground }: Props) {
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
          <Asking key={row.id} gate={gate?.row.id === row.id ? gate : undefined} title={titleOf(row)}>
            <div>
              <Card form={form} row={row} onOpen={onOpen} chosen={gate?.row.id === row.id} ground={ground(row)} />
            </div>
          </Asking>
        ))}
        {column.items.length === 0 && <p className={`caption ${css.none}`}>{t('emptyColumn')}</p>}
        {rest > 0 && (
          <button type="button" className="link-button caption" onClick={onMore}>
            {t('more', { count: rest })}
          </button>
        )}
      </div>
    </section>
  )
}

/** The card, with the gate's questions hanging from it while it waits. */
function Asking({ gate, title, children }: { gate: Props['gate']; title: string; children: ReactElement }) {
  if (!gate) return children
  return (
    <Anchored open content={gate.panel} onClose={gate.onBack} width={GATE_WIDTH} label={title}>
      {children}
    </Anchored>
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
