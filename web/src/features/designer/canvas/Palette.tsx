// The controls, by group: drag one to its place, or press it to add it behind what is chosen.
import { useDraggable } from '@dnd-kit/core'
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText, type Key } from '@/i18n'
import { kindOf } from '@/kinds'
import { Icon, Input } from '@/ui'
import { useBench } from '../bench'
import type { KindInfo } from '../model/types'
import { useAdding } from './adding'
import css from './Palette.module.css'

const GROUPS = ['basic', 'people', 'linked', 'layout']
/** What is asked for most stands first; the rest follows as the server lists it. */
const FIRST =
  'text long_text number money percent date datetime choice choices switch person department phone email link relation relations detail file image serial'.split(
    ' ',
  )
const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length)

export function Palette({ onAdded }: { onAdded?: () => void }) {
  const t = useText('designer')
  const f = useFormat()
  const { kinds } = useBench()
  const [q, setQ] = useState('')
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
              <Control key={kind.key} kind={kind} name={f.words(kind.label)} onAdded={onAdded} />
            ))}
          </div>
        </section>
      ))}
      {found.length === 0 && <p className="caption">{t('noControl')}</p>}
    </div>
  )
}

function Control({ kind, name, onAdded }: { kind: KindInfo; name: string; onAdded: (() => void) | undefined }) {
  const t = useText('designer')
  const add = useAdding()
  const drag = useDraggable({
    id: `kind:${kind.key}`,
    data: { what: 'kind', kind },
    attributes: { roleDescription: t('dragWord') },
  })
  return (
    <button
      type="button"
      ref={drag.setNodeRef}
      {...drag.attributes}
      {...drag.listeners}
      className={css.control}
      aria-label={t('addControl', { name })}
      title={name}
      data-testid={`control-${kind.key}`}
      onClick={() => {
        add(kind)
        onAdded?.()
      }}
    >
      <Icon name={kindOf(kind.key).icon} size={14} />
      <span className="ellipsis">{name}</span>
    </button>
  )
}
