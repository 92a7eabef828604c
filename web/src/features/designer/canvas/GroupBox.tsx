// A section on the canvas with its head and fields, or the fields that no section names.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon, IconButton, Menu, type MenuEntry } from '@/ui'
import { useBench, type Bench } from '../bench'
import type { Group } from '../model/layout'
import { elementAt } from '../model/elements'
import { fieldProblems, problemsOf } from '../model/problems'
import { changeSection, moveSection, removeSection } from '../model/sections'
import type { RuleDef, SectionDef } from '../model/types'
import css from './Canvas.module.css'
import { DetailColumns } from './DetailColumns'
import { useLanding } from './Dragging'
import { ElementCard } from './ElementCard'
import { FieldCard, type CardActs } from './FieldCard'

type Props = {
  group: Group
  alone: boolean
  /** How many columns it is drawn in: one in the phone's frame. */
  narrow: boolean
  /** Only to look at. */
  still: boolean
  found: Set<string> | null
  badges: Map<string, RuleDef[]>
  acts: CardActs
}

export function GroupBox({ group, alone, narrow, still, found, badges, acts }: Props) {
  const t = useText('designer')
  const bench = useBench()
  const landing = useLanding()
  const section = group.section
  const [open, setOpen] = useState(true)
  const over = landing !== null && landing.section === (section?.key ?? null)
  const columns = narrow ? 1 : (section?.columns ?? 1)
  return (
    <section className={[css.group, over ? css.over : ''].join(' ')}>
      {section ? (
        <SectionHead section={section} open={open} still={still} onToggle={() => setOpen(!open)} />
      ) : (
        <h3 className={css.loose}>{alone ? t('allFields') : t('looseFields')}</h3>
      )}
      {open && (
        <div
          className={css.fields}
          data-group={section?.key ?? ''}
          data-columns={columns}
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {group.keys.map((key) => (
            <Card
              key={key}
              name={key}
              line={over && landing.key === key ? landing.side : null}
              dim={found !== null && !found.has(key)}
              rules={badges.get(key)}
              acts={acts}
              bench={bench}
            />
          ))}
          {group.keys.length === 0 && <p className={css.empty}>{t('emptySection')}</p>}
        </div>
      )}
    </section>
  )
}

type CardProps = {
  name: string
  line: 'before' | 'after' | null
  dim: boolean
  rules: RuleDef[] | undefined
  acts: CardActs
  bench: Bench
}

/** Given all it needs by name, so that a card whose field did not change is not drawn again. */
function Card({ name, line, dim, rules, acts, bench }: CardProps) {
  const { form, kinds, chosen, keeping, view, byKey } = bench
  const f = useFormat()
  const field = byKey.get(name)
  const element = field ? undefined : elementAt(form, name)
  if (element) return <ElementCard element={element} line={line} dim={dim} acts={acts} />
  if (!field) {
    const own = view.system.find((x) => x.key === name)
    return <p className={css.system}>{f.words(own?.label) || name}</p>
  }
  const open = field.kind === 'detail' && chosen.fields.some((p) => p === name || p.startsWith(`${name}.`))
  return (
    <FieldCard
      field={field}
      kind={kinds.get(field.kind)}
      chosen={chosen.fields.includes(name)}
      dim={dim}
      line={line}
      rules={rules}
      problem={keeping.problems.length ? fieldProblems(keeping.problems, name)[0]?.detail : undefined}
      acts={acts}
    >
      {open ? <DetailColumns detail={field} /> : null}
    </FieldCard>
  )
}

type HeadProps = { section: SectionDef; open: boolean; still: boolean; onToggle: () => void }

function SectionHead({ section, open, still, onToggle }: HeadProps) {
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const { form, chosen, choose, edit, keeping } = useBench()
  const problem = problemsOf(keeping.problems, `sections.${section.key}`)[0]?.detail
  const name = f.words(section.label) || t('unnamed')
  const entries = useSectionEntries(section)
  return (
    <div className={[css.head, chosen.section === section.key ? css.headChosen : ''].join(' ')}>
      <IconButton
        icon={open ? 'down' : 'right'}
        size="small"
        tone="quiet"
        label={t(open ? 'fold' : 'unfold', { name })}
        aria-expanded={open}
        onClick={onToggle}
      />
      <button
        type="button"
        className={css.headName}
        aria-pressed={chosen.section === section.key}
        aria-label={t('sectionNamed', { name })}
        onClick={() => choose({ fields: [], section: section.key })}
        onKeyDown={(e) => {
          if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown')) return
          e.preventDefault()
          edit((x) => moveSection(x, section.key, e.key === 'ArrowUp' ? -1 : 1))
        }}
      >
        <span className="ellipsis">{name}</span>
        {(section.columns ?? 1) > 1 && (
          <span className="caption">{t('columnsN', { count: section.columns ?? 1 })}</span>
        )}
        {section.tab && (
          <span className="caption">
            {t('onTab', { tab: f.words(form.tabs?.find((x) => x.key === section.tab)?.label) })}
          </span>
        )}
        {section.collapsed && <span className="caption">{t('collapsedMark')}</span>}
        {problem && <Icon name="warn" size={14} label={problem} />}
      </button>
      {!still && (
        <Menu items={entries} placement="bottomRight">
          <IconButton icon="more" size="small" tone="quiet" label={c('more')} aria-haspopup="menu" />
        </Menu>
      )}
    </div>
  )
}

function useSectionEntries(section: SectionDef): MenuEntry[] {
  const t = useText('designer')
  const { form, edit, choose } = useBench()
  const sections = form.sections ?? []
  const at = sections.findIndex((s) => s.key === section.key)
  const columns = [1, 2, 3, 4].map((n) => ({
    key: `columns${n}`,
    label: t('columnsN', { count: n }),
    checked: (section.columns ?? 1) === n,
    onSelect: () => edit((f) => changeSection(f, section.key, { columns: n })),
  }))
  return [
    {
      key: 'rename',
      label: t('renameSection'),
      icon: 'pencil',
      onSelect: () => choose({ fields: [], section: section.key }),
    },
    {
      key: 'up',
      label: t('moveUp'),
      icon: 'up',
      disabled: at === 0,
      onSelect: () => edit((f) => moveSection(f, section.key, -1)),
    },
    {
      key: 'down',
      label: t('moveDown'),
      icon: 'down',
      disabled: at === sections.length - 1,
      onSelect: () => edit((f) => moveSection(f, section.key, 1)),
    },
    { heading: t('columns'), items: columns },
    { divider: true },
    {
      key: 'remove',
      label: t('removeSection'),
      icon: 'trash',
      danger: true,
      onSelect: () => edit((f) => removeSection(f, section.key)),
    },
  ]
}
