// The controls, by group: drag one to its place, or press it to add it behind what is chosen.
import { useDraggable } from '@dnd-kit/core'
import { memo, useMemo, useState } from 'react'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { kindOf } from '@/kinds'
import { Icon, Input, type IconName } from '@/ui'
import type { Bench } from '../bench'
import { useBench } from '../sight'
import { ELEMENTS, type ElementDef, type KindInfo } from '../model/types'
import { useStable } from '../parts/stable'
import { useAdding, useAddingElement } from './adding'
import { inBoth } from '../words'
import type { Dragged } from './Dragging'
import css from './Palette.module.css'

const GROUPS = ['basic', 'people', 'linked', 'layout']
/** What is asked for most stands first; the rest follows as the server lists it. */
const FIRST =
  'text long_text number money percent date datetime choice choices switch person department phone email link relation relations detail rollup lookup formula file image serial'.split(
    ' ',
  )
const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length)

export function Palette({ onAdded }: { onAdded?: () => void }) {
  const { kinds, arranges } = useBench()
  const addKind = useAdding()
  const addElement = useAddingElement()
  const add = useStable((data: Dragged) => {
    if (data.what === 'kind') addKind(data.kind)
    if (data.what === 'element') addElement(data.element)
    onAdded?.()
  })
  return <Controls kinds={kinds} arranges={arranges} add={add} />
}

type ControlsProps = Pick<Bench, 'kinds' | 'arranges'> & { add: (data: Dragged) => void }

/** Not drawn anew while somebody types elsewhere. */
const Controls = memo(function Controls({ kinds, arranges, add }: ControlsProps) {
  const t = useText('designer')
  const f = useFormat()
  const [q, setQ] = useState('')
  const known = useMemo(
    () => new Map([...kinds.values()].map((kind) => [kind.key, { what: 'kind' as const, kind }])),
    [kinds],
  )
  const ordered = [...kinds.values()].sort((a, b) => rank(a.key) - rank(b.key))
  const found = ordered.filter((k) =>
    `${Object.values(k.label).join(' ')} ${k.key}`.toLowerCase().includes(q.trim().toLowerCase()),
  )
  const groups = [...new Set([...GROUPS, ...found.map((k) => k.group)])]
    .map((group) => ({ group, kinds: found.filter((k) => k.group === group) }))
    .filter((g) => g.kinds.length > 0)
  return (
    <div className={css.palette}>
      <Input
        icon="search"
        size="small"
        value={q}
        onChange={setQ}
        placeholder={t('findControl')}
        aria-label={t('findControl')}
        clearable
      />
      {groups.map(({ group, kinds: own }) => (
        <section key={group} aria-label={t(`groups.${group}` as Key<'designer'>)}>
          <h3 className={css.group}>{t(`groups.${group}` as Key<'designer'>)}</h3>
          <div className={css.controls}>
            {own.map((kind) => (
              <Draggable
                key={kind.key}
                id={`kind:${kind.key}`}
                data={known.get(kind.key)!}
                name={f.words(kind.label)}
                icon={kindOf(kind.key).icon}
                testId={`control-${kind.key}`}
                onAdd={add}
              />
            ))}
            {group === 'linked' && known.has('text') && (
              <Draggable
                id="kind:select_offers"
                data={offering(known.get('text')!.kind, inBoth('selectOffers'))}
                name={t('selectOffers')}
                icon="tag"
                testId="control-select_offers"
                onAdd={add}
              />
            )}
            {group === 'linked' && known.has('relation') && (
              <Draggable
                id="kind:select_fill"
                data={selecting(known.get('relation')!.kind, inBoth('selectFill'))}
                name={t('selectFill')}
                icon="copy"
                testId="control-select_fill"
                onAdd={add}
              />
            )}
          </div>
        </section>
      ))}
      {arranges && <Elements q={q} onAdd={add} />}
      {found.length === 0 && <p className="caption">{t('noControl')}</p>}
    </div>
  )
})

/** A relation under the name of what it is for: a pick that brings fields along. */
const selecting = (relation: KindInfo, label: Words): Dragged => ({ what: 'kind', kind: { ...relation, label } })

/** A text under the name of what it is for: its values come out of another form. */
const offering = (text: KindInfo, label: Words): Dragged => ({
  what: 'kind',
  kind: { ...text, label, begins: { offers: { form: '', match: [], take: '' } } },
})

const OF_ELEMENT: { [kind in ElementDef['kind']]: Dragged } = {
  divider: { what: 'element', element: 'divider' },
  description: { what: 'element', element: 'description' },
  embed: { what: 'element', element: 'embed' },
  query: { what: 'element', element: 'query' },
  button: { what: 'element', element: 'button' },
}
const MARK: { [kind in ElementDef['kind']]: IconName } = {
  divider: 'minus',
  description: 'info',
  embed: 'globe',
  query: 'search',
  button: 'check',
}

/** What the layout offers beside fields; nothing where the server knows of none. */
function Elements({ q, onAdd }: { q: string; onAdd: (data: Dragged) => void }) {
  const t = useText('designer')
  const found = ELEMENTS.filter((kind) => t(`element.${kind}`).toLowerCase().includes(q.trim().toLowerCase()))
  if (found.length === 0) return null
  return (
    <section aria-label={t('groups.layout')}>
      <h3 className={css.group}>{t('groups.layout')}</h3>
      <div className={css.controls}>
        {found.map((kind) => (
          <Draggable
            key={kind}
            id={`element:${kind}`}
            data={OF_ELEMENT[kind]}
            name={t(`element.${kind}`)}
            icon={MARK[kind]}
            testId={`control-${kind}`}
            onAdd={onAdd}
          />
        ))}
      </div>
    </section>
  )
}

type DraggableProps = {
  id: string
  data: Dragged
  name: string
  icon: IconName
  testId: string
  onAdd: (data: Dragged) => void
}

const Draggable = memo(function Draggable({ id, data, name, icon, testId, onAdd }: DraggableProps) {
  const t = useText('designer')
  const drag = useDraggable({ id, data, attributes: { roleDescription: t('dragWord') } })
  return (
    <button
      type="button"
      ref={drag.setNodeRef}
      {...drag.attributes}
      {...drag.listeners}
      className={css.control}
      aria-label={t('addControl', { name })}
      title={name}
      data-testid={testId}
      onClick={() => onAdd(data)}
    >
      <Icon name={icon} size={14} />
      <span className={css.name}>{name}</span>
    </button>
  )
})
