// A section on the canvas with its head and fields, or the fields that no section names.
import { useState, type ReactNode } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import type { Group } from '../model/layout'
import { elementAt } from '../model/elements'
import { fieldProblems } from '../model/problems'
import type { RuleDef } from '../model/types'
import { useBench } from '../sight'
import css from './Canvas.module.css'
import { DetailColumns } from './DetailColumns'
import { useLanding } from './Dragging'
import { ElementCard } from './ElementCard'
import { FieldCard, type CardActs } from './FieldCard'
import { SectionHead } from './SectionHead'

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
  const card = useCards(acts, badges)
  const landing = useLanding()
  const section = group.section
  const [open, setOpen] = useState(true)
  const over = landing !== null && landing.section === (section?.key ?? null)
  const columns = narrow ? 1 : (section?.columns ?? 1)
  return (
    <section className={[css.group, over ? css.over : ''].join(' ')}>
      {section ? (
        <SectionHead section={section} open={open} still={still} setOpen={setOpen} />
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
          {group.keys.map((key) =>
            card(key, over && landing.key === key ? landing.side : null, found !== null && !found.has(key)),
          )}
          {group.keys.length === 0 && <p className={css.empty}>{t('emptySection')}</p>}
        </div>
      )}
    </section>
  )
}

/** What draws a card by its name: everything is handed to it, so that one whose field did not change is not drawn again. */
function useCards(acts: CardActs, badges: Map<string, RuleDef[]>) {
  const { form, kinds, chosen, keeping, view, byKey } = useBench()
  const f = useFormat()
  return (name: string, line: 'before' | 'after' | null, dim: boolean): ReactNode => {
    const field = byKey.get(name)
    const element = field ? undefined : elementAt(form, name)
    if (element) return <ElementCard key={name} element={element} line={line} dim={dim} acts={acts} />
    if (!field) {
      const own = view.system.find((x) => x.key === name)
      return (
        <p key={name} className={css.system}>
          {f.words(own?.label) || name}
        </p>
      )
    }
    const open = field.kind === 'detail' && chosen.fields.some((p) => p === name || p.startsWith(`${name}.`))
    return (
      <FieldCard
        key={name}
        field={field}
        kind={kinds.get(field.kind)}
        chosen={chosen.fields.includes(name)}
        dim={dim}
        line={line}
        rules={badges.get(name)}
        problem={keeping.problems.length ? fieldProblems(keeping.problems, name)[0]?.detail : undefined}
        acts={acts}
      >
        {open ? <DetailColumns detail={field} /> : null}
      </FieldCard>
    )
  }
}
