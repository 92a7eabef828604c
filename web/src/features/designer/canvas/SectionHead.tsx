// The head of a section on the canvas: its name, folding, and what can be done with it.
import { memo } from 'react'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { Icon, IconButton, Menu, type MenuEntry } from '@/ui'
import type { Bench } from '../bench'
import { problemsOf } from '../model/problems'
import { changeSection, moveSection, removeSection } from '../model/sections'
import type { SectionDef } from '../model/types'
import { useBench } from '../sight'
import css from './Canvas.module.css'

type Props = { section: SectionDef; open: boolean; still: boolean; setOpen: (open: boolean) => void }

export function SectionHead(props: Props) {
  const { form, chosen, choose, edit, keeping } = useBench()
  const { key, tab } = props.section
  return (
    <Head
      {...props}
      first={form.sections?.[0]?.key === key}
      last={form.sections?.at(-1)?.key === key}
      tab={tab ? form.tabs?.find((x) => x.key === tab)?.label : undefined}
      chosen={chosen.section === key}
      problem={problemsOf(keeping.problems, `sections.${key}`)[0]?.detail}
      choose={choose}
      edit={edit}
    />
  )
}

type HeadProps = Props &
  Pick<Bench, 'choose' | 'edit'> & {
    first: boolean
    last: boolean
    tab: Words | undefined
    chosen: boolean
    problem: string | undefined
  }

/** Drawn again only when something of its own changes. */
const Head = memo(function Head(p: HeadProps) {
  const { section, open, still, setOpen, tab, chosen, problem, choose, edit } = p
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const name = f.words(section.label) || t('unnamed')
  const entries = useSectionEntries(p)
  return (
    <div className={[css.head, chosen ? css.headChosen : ''].join(' ')}>
      <IconButton
        icon={open ? 'down' : 'right'}
        size="small"
        tone="quiet"
        label={t(open ? 'fold' : 'unfold', { name })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      <button
        type="button"
        className={css.headName}
        aria-pressed={chosen}
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
        {section.tab && <span className="caption">{t('onTab', { tab: f.words(tab) })}</span>}
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
})

function useSectionEntries({ section, first, last, edit, choose }: HeadProps): MenuEntry[] {
  const t = useText('designer')
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
      disabled: first,
      onSelect: () => edit((f) => moveSection(f, section.key, -1)),
    },
    {
      key: 'down',
      label: t('moveDown'),
      icon: 'down',
      disabled: last,
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
