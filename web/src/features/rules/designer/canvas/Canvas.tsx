// The rule as one reads it: when, if, then; steps stand under one another and are dragged to where they belong.
import { DragOverlay, pointerWithin, type DragEndEvent, type DragStartEvent, type Modifier } from '@dnd-kit/core'
import { useState } from 'react'
import { usePhone } from '@/core/media'
import { Dnd } from '@/features/designer/parts/Dnd'
import { useText } from '@/i18n'
import { useDesign } from '../bench'
import { move } from '../model/tree'
import { Block } from './Block'
import css from './Canvas.module.css'
import { HeadCards } from './HeadCards'
import { Lifted } from './StepCard'

// On a phone a card is as wide as the screen: it goes up and down only.
const DOWN: Modifier[] = [({ transform }) => ({ ...transform, x: 0 })]
const ASIDE: Modifier[] = []

export function Canvas() {
  const t = useText('ruleDesigner')
  const { definition, editDefinition, choose } = useDesign()
  const phone = usePhone()
  const [dragged, setDragged] = useState<string | null>(null)
  const start = (e: DragStartEvent) => setDragged(String(e.active.id))
  const end = (e: DragEndEvent) => {
    setDragged(null)
    const at = e.over?.data.current as { block: string; index: number } | undefined
    const path = String(e.active.id)
    if (!at) return
    const moved = move(definition.steps, path, at.block, at.index)
    if (moved.steps === definition.steps) return
    editDefinition((d) => ({ ...d, steps: moved.steps }))
    // On a phone settings would cover what was just moved.
    if (!phone) choose(moved.path)
  }
  return (
    <Dnd collisionDetection={pointerWithin} onDragStart={start} onDragEnd={end} onDragCancel={() => setDragged(null)}>
      <main
        className={css.canvas}
        aria-label={t('card.region')}
        onClick={(e) => {
          if (e.target === e.currentTarget) choose(null)
        }}
      >
        <div className={css.flow}>
          <HeadCards />
          <Block block="" dragged={dragged} />
          <span className={css.end}>{t('card.end')}</span>
        </div>
      </main>
      <DragOverlay dropAnimation={null} modifiers={phone ? DOWN : ASIDE}>
        {dragged !== null && <Lifted path={dragged} />}
      </DragOverlay>
    </Dnd>
  )
}
