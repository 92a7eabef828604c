// A list of steps with a place to add or drop one before each of them and at its end.
import { Fragment } from 'react'
import { useText } from '@/i18n'
import { useDesign } from '../bench'
import { isInside, join, listAt } from '../model/tree'
import css from './Canvas.module.css'
import { Inside } from './Inside'
import { Slot } from './Slot'
import { StepCard } from './StepCard'

type Props = { block: string; dragged: string | null; label?: string }

export function Block({ block, dragged, label }: Props) {
  const t = useText('ruleDesigner')
  const { definition } = useDesign()
  const steps = listAt(definition.steps, block)
  const inner = (name: string, words: string) => <Block block={name} dragged={dragged} label={words} />
  const closed = dragged !== null && isInside(block, dragged)
  return (
    <div className={css.block} role="list" aria-label={label ?? t('card.steps')}>
      {steps.map((step, i) => {
        const path = join(block, i)
        return (
          <Fragment key={path}>
            <Slot block={block} index={i} open={dragged !== null && !closed} />
            <div role="listitem" className={[css.item, path === dragged ? css.away : ''].join(' ')}>
              <StepCard path={path} step={step} last={i === steps.length - 1} />
              <Inside path={path} step={step} render={inner} />
            </div>
          </Fragment>
        )
      })}
      <Slot block={block} index={steps.length} open={dragged !== null && !closed} empty={steps.length === 0} />
    </div>
  )
}
