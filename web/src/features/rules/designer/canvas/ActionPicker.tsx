// What a step may do, in groups; those that need a record are not offered where there is none.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon, Input } from '@/ui'
import { GROUPS, groupOf, iconOf } from '../actions'
import { useDesign } from '../bench'
import parts from '../parts/parts.module.css'

export function ActionPicker({ block, onPick }: { block: string; onPick: (action: string) => void }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const [q, setQ] = useState('')
  const { kinds, formIn } = useDesign()
  const form = formIn(block)
  const asked = q.trim().toLowerCase()
  const fitting = kinds.actions.filter(
    (kind) => (form || !kind.record) && (!asked || `${f.words(kind.label)} ${kind.key}`.toLowerCase().includes(asked)),
  )
  return (
    <div className={parts.picker}>
      <Input value={q} onChange={setQ} icon="search" placeholder={t('pick.find')} aria-label={t('pick.find')} />
      <div className={parts.pickList}>
        {fitting.length === 0 && <p className="caption">{t('pick.none')}</p>}
        {GROUPS.map((group) => {
          const kindsOf = fitting.filter((kind) => groupOf(kind.key) === group)
          if (kindsOf.length === 0) return null
          return (
            <section key={group} aria-label={t(`pick.groups.${group}`)}>
              <h3>{t(`pick.groups.${group}`)}</h3>
              <div className={parts.tiles}>
                {kindsOf.map((kind) => (
                  <button key={kind.key} type="button" className={parts.tile} onClick={() => onPick(kind.key)}>
                    <Icon name={iconOf(kind.key)} size={14} />
                    <span>{f.words(kind.label)}</span>
                  </button>
                ))}
              </div>
            </section>
          )
        })}
      </div>
    </div>
  )
}
