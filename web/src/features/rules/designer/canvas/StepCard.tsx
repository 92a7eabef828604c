// One step: what it does in a sentence, a grip to move it, what else can be done with it.
import { useDraggable } from '@dnd-kit/core'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Icon, IconButton, Menu, type MenuEntry } from '@/ui'
import { iconOf } from '../actions'
import { useDesign } from '../bench'
import { copyOf } from '../model/making'
import { problemsAt } from '../model/places'
import { takeOut } from '../model/seat'
import { insert, listAt, MOST_STEPS, move, split, stepAt } from '../model/tree'
import type { Step } from '../model/types'
import { opening, plain, Said } from '../parts/Said'
import { useStepWords } from '../words/step'
import css from './Canvas.module.css'

type Props = { path: string; step: Step; last: boolean }

export function StepCard({ path, step, last }: Props) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { spot, choose, keeping, actionOf, trial } = useDesign()
  const words = useStepWords()(step, path)
  const acts = useActs(path, step)
  const drag = useDraggable({ id: path, attributes: { roleDescription: t('card.dragWord') } })
  const wrong = problemsAt(keeping.problems, path).length
  const name = f.words(actionOf(step.do)?.label) || step.do
  const runs = trial?.steps.flatMap((x, i) => (x.path === path ? [{ n: i + 1, failed: x.error !== null }] : [])) ?? []
  const state = !trial ? '' : runs.length === 0 ? css.dim : runs.some((x) => x.failed) ? css.fails : css.ran
  const [, index] = split(path)
  return (
    <div
      className={[css.card, css.step, spot === path ? css.chosen : '', state].join(' ')}
      data-testid={`step-${path}`}
    >
      <button
        type="button"
        ref={drag.setNodeRef}
        className={css.grip}
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t('card.moveNamed', { name })}
        title={t('card.dragHelp')}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
          e.preventDefault()
          acts.step(e.key === 'ArrowUp' ? -1 : 1)
        }}
      >
        <Icon name="grip" size={14} />
      </button>
      <button
        type="button"
        className={css.face}
        aria-pressed={spot === path}
        aria-label={`${name} ${plain(opening(words))}`}
        onClick={() => choose(path)}
      >
        <span className={css.name}>
          <Icon name={iconOf(step.do)} size={14} />
          <b>{name}</b>
          {wrong > 0 && <span className={css.wrong}>{t('card.problems', { count: wrong })}</span>}
        </span>
        <span className={css.words}>
          <Said>{opening(words)}</Said>
        </span>
      </button>
      <Menu items={acts.menu(index > 0, !last)} placement="bottomRight">
        <IconButton icon="more" size="small" tone="quiet" label={t('card.more', { name })} aria-haspopup="menu" />
      </Menu>
      {runs.length > 0 && <span className={css.badge}>{runs.length > 1 ? `${runs[0]!.n}+` : runs[0]!.n}</span>}
    </div>
  )
}

/** Moving, copying and deleting, by keys and by the menu. */
function useActs(path: string, step: Step) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { definition, editDefinition, choose, placed, actionOf } = useDesign()
  const phone = usePhone()
  const name = f.words(actionOf(step.do)?.label) || step.do
  const [block, index] = split(path)
  const by = (n: -1 | 1) => {
    const size = listAt(definition.steps, block).length
    if (index + n < 0 || index + n >= size) return
    const moved = move(definition.steps, path, block, n < 0 ? index - 1 : index + 2)
    editDefinition((d) => ({ ...d, steps: moved.steps }))
    // On a phone settings would cover what was just moved.
    if (!phone) choose(moved.path)
    // The grip that was pressed belongs to another step now: the focus goes along with the one that moved.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-testid="step-${moved.path}"] button`)?.focus(),
    )
  }
  const drop = () => {
    const { steps, back: putBack } = takeOut(definition.steps, path)
    editDefinition((d) => ({ ...d, steps }))
    choose(null)
    const back = () => editDefinition((d) => ({ ...d, steps: putBack(d.steps) }))
    toast({ text: t('card.removed', { name }), undo: back })
  }
  const copy = () => {
    const taken = placed.map((x) => x.step.id ?? '').filter(Boolean)
    editDefinition((d) => ({ ...d, steps: insert(d.steps, block, index + 1, copyOf(step, taken)) }))
    choose(block ? `${block}.${index + 1}` : String(index + 1))
  }
  const menu = (up: boolean, down: boolean): MenuEntry[] => [
    { key: 'copy', icon: 'copy', label: t('card.copy'), disabled: placed.length >= MOST_STEPS, onSelect: copy },
    { key: 'up', icon: 'up', label: t('card.up'), disabled: !up, onSelect: () => by(-1) },
    { key: 'down', icon: 'down', label: t('card.down'), disabled: !down, onSelect: () => by(1) },
    { divider: true },
    { key: 'remove', icon: 'trash', danger: true, label: t('card.remove'), onSelect: drop },
  ]
  return { step: by, menu }
}

/** What follows the pointer while a step is dragged. */
export function Lifted({ path }: { path: string }) {
  const f = useFormat()
  const { definition, actionOf } = useDesign()
  const step = stepAt(definition.steps, path)
  const words = useStepWords()
  if (!step) return null
  return (
    <div className={[css.card, css.step, css.lifted].join(' ')} data-testid="lifted">
      <span className={css.face}>
        <span className={css.name}>
          <Icon name={iconOf(step.do)} size={14} />
          <b>{f.words(actionOf(step.do)?.label) || step.do}</b>
        </span>
        <span className={css.words}>
          <Said>{opening(words(step, path))}</Said>
        </span>
      </span>
    </div>
  )
}
