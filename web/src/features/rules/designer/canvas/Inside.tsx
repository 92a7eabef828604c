// The blocks of a step: two ways beside one another for a branch, a frame for a loop.
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { useDesign } from '../bench'
import type { Step } from '../model/types'
import { textOf } from '../words/common'
import css from './Canvas.module.css'

/** `render`: a list of steps by its name and what it is called. */
type Props = { path: string; step: Step; render: (block: string, label: string) => ReactNode }

export function Inside({ path, step, render }: Props) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { actionOf, forms, trial } = useDesign()
  const kind = actionOf(step.do)
  const blocks = kind?.blocks ?? []
  if (blocks.length === 0) return null
  const taken = (block: string) => trial?.steps.some((x) => x.path.startsWith(`${path}.${block}.`)) ?? false
  if (step.do === 'branch')
    return (
      <div className={css.ways}>
        {blocks.map((block) => (
          <div key={block} className={[css.way, trial && !taken(block) ? css.dim : ''].join(' ')}>
            <span className={css.pill}>{t(block === 'then' ? 'card.then2' : 'card.else2')}</span>
            {render(`${path}.${block}`, t(block === 'then' ? 'card.then2' : 'card.else2'))}
          </div>
        ))}
      </div>
    )
  return (
    <>
      {blocks.map((block) => {
        const form = forms.find((x) => x.key === textOf(step.form))
        const words =
          step.do === 'for_each' ? t('card.each', { form: f.words(form?.label) }) : f.words(kind?.hints[block])
        return (
          <div key={block} className={css.loop}>
            <span className={css.pill}>{words}</span>
            {render(`${path}.${block}`, words)}
          </div>
        )
      })}
    </>
  )
}
