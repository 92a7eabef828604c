// What keeps the rule from being published, over the canvas: each leads to the card it belongs to.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import designer from '@/features/designer/bar/Bar.module.css'
import { Icon, Popover } from '@/ui'
import { useDesign } from '../bench'
import { placeOf } from '../model/places'
import { stepAt } from '../model/tree'
import css from './Bar.module.css'

export function Problems() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { keeping, choose, definition, actionOf } = useDesign()
  const [open, setOpen] = useState(false)
  const { problems } = keeping
  if (problems.length === 0) return null
  const where = (field: string) => {
    const { spot, option } = placeOf(field)
    if (spot === 'trigger') return t('card.when')
    if (spot === 'when') return t('card.if')
    const step = spot ? stepAt(definition.steps, spot) : undefined
    if (!step) return t('whole.title')
    const kind = actionOf(step.do)
    return [f.words(kind?.label) || step.do, f.words(kind?.hints[option.split('.')[0] ?? ''])]
      .filter(Boolean)
      .join(' · ')
  }
  const go = (field: string) => {
    setOpen(false)
    choose(placeOf(field).spot || null)
  }
  return (
    <div className={css.problems}>
      <Popover
        open={open}
        onOpenChange={setOpen}
        width={340}
        label={t('problems')}
        content={
          <ul className={designer.problems}>
            {problems.map((p, i) => (
              <li key={`${p.field}.${i}`}>
                <button type="button" className="plain-button" onClick={() => go(p.field)}>
                  <b>{where(p.field)}</b> {p.detail}
                </button>
              </li>
            ))}
          </ul>
        }
      >
        <button type="button" className={designer.pill} aria-haspopup="dialog" aria-expanded={open}>
          <Icon name="warn" size={14} /> {t('problemsCount', { count: problems.length })}
        </button>
      </Popover>
    </div>
  )
}
