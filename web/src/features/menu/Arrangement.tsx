// The sections with their entries, dragged by their grips or moved with the arrow keys.
import { useDraggable, useDroppable } from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { Dnd } from '@/features/designer/parts/Dnd'
import { useText } from '@/i18n'
import { Icon, IconButton, isIconName } from '@/ui'
import css from './MenuEditor.module.css'
import type { Work } from './MenuEditor'
import { dropped, hidden, hiddenFor, nameOf, ordered, sectionName, stepped, type Entry, type Section } from './model'
import { useNames } from './names'
import { droppedOnTab, PhoneBar, TAB } from './PhoneBar'

export function Arrangement({ work }: { work: Work }) {
  const { menu, role, edit } = work
  const drop = (name: string, onto: string) => {
    if (role && onto.startsWith(TAB)) droppedOnTab(work, role, name, onto)
    else if (!name.startsWith(TAB)) edit((now) => dropped(now, role, name, onto))
  }
  return (
    <Dnd onDragEnd={(e) => e.over && drop(String(e.active.id), String(e.over.id))}>
      <ul className={css.sections}>
        {ordered(menu, role).map((section) => (
          <SectionBox key={section.section} work={work} section={section} />
        ))}
      </ul>
      {role && <PhoneBar work={work} role={role} />}
    </Dnd>
  )
}

function SectionBox({ work, section }: { work: Work; section: Section }) {
  const f = useFormat()
  const t = useText('menu')
  const name = sectionName(section)
  return (
    <li className={css.section}>
      <Line work={work} name={name} label={f.words(section.label) || t('unnamed')} icon={section.icon} head />
      <ul>
        {section.items.map((entry) => (
          <li key={nameOf(entry)}>
            <EntryLine work={work} entry={entry} />
          </li>
        ))}
      </ul>
      {section.items.length === 0 && <p className={`caption ${css.empty}`}>{t('emptySection')}</p>}
    </li>
  )
}

function EntryLine({ work, entry }: { work: Work; entry: Entry }) {
  const names = useNames(work.arranged)
  const { label, icon, gone } = names(entry)
  const t = useText('menu')
  const note = gone ? <span className="caption">{t('gone')}</span> : null
  return <Line work={work} name={nameOf(entry)} label={label} icon={icon} note={note} />
}

type LineProps = {
  work: Work
  name: string
  label: string
  icon: string | null | undefined
  note?: ReactNode
  head?: boolean
}

function Line({ work, name, label, icon, note, head = false }: LineProps) {
  const t = useText('menu')
  const { menu, role, chosen, choose, edit } = work
  const drag = useDraggable({ id: name })
  const drop = useDroppable({ id: name })
  const unseen = hiddenFor(menu, name)
  const off = role !== null && unseen.includes(role)
  const onto = drop.isOver && drop.active?.id !== name
  const classes = [css.line, head ? css.head : '', chosen === name ? css.chosen : '', onto ? css.onto : '']
  return (
    <div
      ref={drop.setNodeRef}
      className={[...classes, drag.isDragging ? css.lifted : '', off ? css.off : ''].join(' ')}
      data-testid={`menu-${name}`}
    >
      <button
        type="button"
        ref={drag.setNodeRef}
        className={css.grip}
        {...drag.attributes}
        {...drag.listeners}
        aria-label={t('move', { name: label })}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
          e.preventDefault()
          edit((now) => stepped(now, role, name, e.key === 'ArrowUp' ? -1 : 1))
        }}
      >
        <Icon name="grip" size={14} />
      </button>
      <button
        type="button"
        className={`plain-button ${css.name}`}
        aria-pressed={chosen === name}
        onClick={() => choose(name)}
      >
        {icon && isIconName(icon) && <Icon name={icon} size={14} />}
        <span className="ellipsis">{label}</span>
        {note}
        {unseen.length > 0 && !role && <span className="caption">{t('hiddenCount', { count: unseen.length })}</span>}
      </button>
      {role && (
        <IconButton
          icon={off ? 'eye-off' : 'eye'}
          size="small"
          label={t(off ? 'showTo' : 'hideFrom', { name: label })}
          aria-pressed={off}
          onClick={() => edit((now) => hidden(now, name, role, !off))}
        />
      )}
    </div>
  )
}
