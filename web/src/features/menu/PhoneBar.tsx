// The bar of a phone as a role has it: what the two tabs in the middle open, by dropping an entry, by choice or by keys.
import { useDraggable, useDroppable } from '@dnd-kit/core'
import { useText } from '@/i18n'
import { Field, Icon, isIconName, Select } from '@/ui'
import css from './MenuEditor.module.css'
import type { Work } from './MenuEditor'
import { AUTOMATIC, canBeTab, entryOf, nameOf, ordered, tabsOf, tabsSwapped, withTab } from './model'
import { useNames } from './names'

type Props = { work: Work; role: string }

export const TAB = 'tab-'

/** A drop on a tab: an entry takes its place; the other tab changes places with it. */
export function droppedOnTab(work: Work, role: string, dragged: string, onto: string): void {
  if (dragged.startsWith(TAB) && dragged !== onto) work.edit((now) => tabsSwapped(now, role))
  else if (canBeTab(dragged)) work.edit((now) => withTab(now, role, onto === `${TAB}1` ? 1 : 0, dragged))
}

export function PhoneBar({ work, role }: Props) {
  const t = useText('menu')
  return (
    <section aria-label={t('tabs')} className={css.phone}>
      <h2>{t('tabs')}</h2>
      <p className="caption">{t('tabsHint')}</p>
      <div className={css.bar}>
        <span className={css.fixed}>
          <Icon name="today" size={20} />
          {t('tabToday')}
        </span>
        <Tab work={work} role={role} at={0} />
        <span className={css.plus}>
          <Icon name="plus" size={20} />
        </span>
        <Tab work={work} role={role} at={1} />
        <span className={css.fixed}>
          <Icon name="contact" size={20} />
          {t('tabMe')}
        </span>
      </div>
      <div className={css.picks}>
        <Pick work={work} role={role} at={0} />
        <Pick work={work} role={role} at={1} />
      </div>
    </section>
  )
}

function Tab({ work, role, at }: Props & { at: 0 | 1 }) {
  const t = useText('menu')
  const names = useNames(work.arranged)
  const id = `${TAB}${at}`
  const drop = useDroppable({ id })
  const drag = useDraggable({ id })
  const name = tabsOf(work.menu, role)[at]
  const { label, icon } = name ? names(entryOf(name)) : { label: t('tabAuto'), icon: 'columns' }
  const title = t(at === 0 ? 'tabLeft' : 'tabRight')
  return (
    <div ref={drop.setNodeRef} className={[css.tab, drop.isOver ? css.over : ''].join(' ')} data-testid={id}>
      <button
        type="button"
        ref={drag.setNodeRef}
        className={`plain-button ${css.tabGrip}`}
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t('moveTab', { tab: title, name: label })}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return
          e.preventDefault()
          work.edit((now) => tabsSwapped(now, role))
        }}
      >
        <Icon name={icon && isIconName(icon) ? icon : 'file'} size={20} />
        <span className="ellipsis">{label}</span>
      </button>
    </div>
  )
}

/** The same by choice: entries of the navigation and single dashboards. */
function Pick({ work, role, at }: Props & { at: 0 | 1 }) {
  const t = useText('menu')
  const names = useNames(work.arranged)
  const name = tabsOf(work.menu, role)[at]
  const entries = ordered(work.menu, role).flatMap((section) => section.items.map(nameOf))
  const boards = work.arranged.entries.map((each) => each.name).filter((each) => each.startsWith('dashboard.'))
  const possible = [...new Set([...entries, ...boards, ...(name ? [name] : [])])].filter(canBeTab)
  return (
    <Field label={t(at === 0 ? 'tabLeft' : 'tabRight')}>
      {(field) => (
        <Select
          {...field}
          value={name}
          onChange={(next) => work.edit((now) => withTab(now, role, at, next ?? AUTOMATIC))}
          options={[
            { value: AUTOMATIC, label: t('tabAuto') },
            ...possible.map((each) => ({ value: each, label: names(entryOf(each)).label })),
          ]}
        />
      )}
    </Field>
  )
}
