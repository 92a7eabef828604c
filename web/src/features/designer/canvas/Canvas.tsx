// The live form: sections and fields as the record form shows them, on a desk, on a phone, or both.
import { useEffect, useMemo } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { useBench } from '../sight'
import { groupsOf } from '../model/layout'
import { ruleBadges } from '../model/rules'
import { addSection } from '../model/sections'
import { Dnd } from '../parts/Dnd'
import { inBoth } from '../words'
import css from './Canvas.module.css'
import { useCardActs } from './cardActs'
import { Empty } from './Empty'
import { GroupBox } from './GroupBox'
import { PhoneFrame } from './PhoneFrame'

export type Device = 'desk' | 'phone' | 'both'

type Props = { device: Device; q: string; onFill: () => void; fullWidth: boolean }

export function Canvas({ device, q, onFill, fullWidth }: Props) {
  const { choose } = useBench()
  const found = useFound(q)
  const [first] = found ?? []
  useEffect(() => {
    if (first) document.querySelector(`[data-card="${first}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [first])
  return (
    <div
      className={css.canvas}
      data-canvas
      onClick={(e) => e.target === e.currentTarget && choose({ fields: [], section: null })}
    >
      {device !== 'phone' && (
        <div className={fullWidth ? css.bare : css.sheet}>
          <Groups narrow={fullWidth} found={found} onFill={onFill} />
        </div>
      )}
      {device !== 'desk' && (
        <PhoneFrame>
          {device === 'phone' ? (
            <Groups narrow found={found} onFill={onFill} />
          ) : (
            <Dnd onDragEnd={() => undefined}>
              <Groups narrow found={found} still />
            </Dnd>
          )}
        </PhoneFrame>
      )}
    </div>
  )
}

type GroupsProps = { narrow: boolean; found: Set<string> | null; onFill?: () => void; still?: boolean }

/** `still`: beside the form that is worked on, only to look at. */
function Groups({ narrow, found, onFill, still }: GroupsProps) {
  const t = useText('designer')
  const { form, now, edit, choose } = useBench()
  const rules = form.rules
  const badges = useMemo(() => ruleBadges(rules), [rules])
  const acts = useCardActs()
  const groups = groupsOf(form)
  const blank = groups.length === 1 && groups[0]?.keys.length === 0
  const add = () => {
    const [next, key] = addSection(now(), inBoth('section'))
    edit(() => next)
    choose({ fields: [], section: key })
  }
  return (
    <div {...(still ? { inert: true } : {})}>
      {groups.map((group) => (
        <GroupBox
          key={group.section?.key ?? ''}
          group={group}
          alone={groups.length === 1}
          narrow={narrow}
          still={still ?? false}
          found={found}
          badges={badges}
          acts={acts}
        />
      ))}
      {blank && onFill && <Empty onFill={onFill} />}
      {!still && (
        <Button look="text" icon="plus" onClick={add} className={css.addSection}>
          {t('addSection')}
        </Button>
      )}
    </div>
  )
}

/** Keys whose field says what is searched for: in its label, key or kind; null when nothing is searched for. */
function useFound(q: string): Set<string> | null {
  const { form, kinds } = useBench()
  const f = useFormat()
  const wanted = q.trim().toLowerCase()
  if (!wanted) return null
  const says = (...texts: string[]) => texts.some((x) => x.toLowerCase().includes(wanted))
  return new Set(
    form.fields
      .filter((x) =>
        says(
          x.key,
          ...Object.values(x.label).map(String),
          f.words(kinds.get(x.kind)?.label),
          ...(x.fields ?? []).flatMap((c) => [c.key, ...Object.values(c.label).map(String)]),
        ),
      )
      .map((x) => x.key),
  )
}
