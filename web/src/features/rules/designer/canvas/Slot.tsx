// Between two steps: a plus to add one, and where a dragged one lands.
import { useDroppable } from '@dnd-kit/core'
import { useState } from 'react'
import { useText } from '@/i18n'
import { Icon, Popover } from '@/ui'
import { useDesign } from '../bench'
import { newStep } from '../model/making'
import { depthOf, insert, join, DEEPEST, MOST_STEPS } from '../model/tree'
import { ActionPicker } from './ActionPicker'
import css from './Canvas.module.css'

type Props = { block: string; index: number; open: boolean; empty?: boolean }

export function Slot({ block, index, open, empty = false }: Props) {
  const t = useText('ruleDesigner')
  const { setNodeRef, isOver } = useDroppable({ id: `${block}:${index}`, data: { block, index }, disabled: !open })
  const [picking, setPicking] = useState(false)
  const { editDefinition, formIn, placed, choose } = useDesign()
  const full = placed.length >= MOST_STEPS ? t('card.tooMany', { max: MOST_STEPS }) : null
  const deep = depthOf(block) > DEEPEST ? t('card.tooDeep', { max: DEEPEST }) : null
  const add = (action: string) => {
    setPicking(false)
    const taken = placed.map((x) => x.step.id ?? '').filter(Boolean)
    const step = newStep(action, formIn(block), taken)
    editDefinition((d) => ({ ...d, steps: insert(d.steps, block, index, step) }))
    choose(join(block, index))
  }
  const label = t(empty && block === '' ? 'card.addFirst' : 'card.add')
  const plus = (
    <button
      type="button"
      className={[css.plus, empty && block === '' ? css.first : ''].join(' ')}
      aria-label={label}
      aria-haspopup="dialog"
      aria-expanded={picking}
      title={full ?? deep ?? label}
      disabled={Boolean(full ?? deep)}
    >
      <Icon name="plus" size={14} />
      {empty && block === '' && label}
    </button>
  )
  return (
    <div ref={setNodeRef} className={[css.slot, open ? css.open : '', isOver ? css.over : ''].join(' ')}>
      <Popover
        open={picking}
        onOpenChange={setPicking}
        width={320}
        placement="right"
        label={t('pick.title')}
        content={picking ? <ActionPicker block={block} onPick={add} /> : null}
      >
        {plus}
      </Popover>
    </div>
  )
}
