// Whom a step means: people in fields and their heads, roles, heads of departments, people by name.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Avatar, Button, Icon, IconButton, Popover, Select } from '@/ui'
import { useRoles } from '../api'
import { useDesign } from '../bench'
import type { Whom } from '../model/types'
import { useVariables, type Variable } from '../variables'
import { useWhomWords } from '../words/common'
import css from './parts.module.css'
import { opening } from './Said'

type Props = { value: Whom[]; onChange: (value: Whom[]) => void; block: string; label: string; invalid?: boolean }

const ICONS = { person: 'people', role: 'key', field: 'contact', head_of: 'up', department: 'group' } as const

export function PeopleInput({ value, onChange, block, label, invalid }: Props) {
  const t = useText('ruleDesigner')
  const words = useWhomWords()
  const [open, setOpen] = useState(false)
  const add = (whom: Whom) => {
    setOpen(false)
    if (!value.some((x) => JSON.stringify(x) === JSON.stringify(whom))) onChange([...value, whom])
  }
  return (
    <div className={[css.people, invalid ? css.wrong : ''].join(' ')} role="group" aria-label={label}>
      {value.map((whom, i) => {
        const name = opening(words(whom, block))
        const kind = Object.keys(whom)[0] as keyof typeof ICONS
        return (
          <span key={JSON.stringify(whom)} className={css.person}>
            {kind === 'person' ? <Avatar name={name} /> : <Icon name={ICONS[kind] ?? 'people'} size={14} />}
            <span className="ellipsis">{name}</span>
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('people.remove', { name })}
              onClick={() => onChange(value.filter((_, at) => at !== i))}
            />
          </span>
        )
      })}
      <Popover
        open={open}
        onOpenChange={setOpen}
        width={300}
        label={t('people.add')}
        content={open ? <Ways block={block} onPick={add} /> : null}
      >
        <Button size="small" look="text" icon="plus" className={css.add}>
          {t('people.add')}
        </Button>
      </Popover>
    </div>
  )
}

const isPerson = (x: Variable): boolean =>
  (x.operand === 'person' || x.operand === 'people') && !x.path.startsWith('before.')

function Ways({ block, onPick }: { block: string; onPick: (whom: Whom) => void }) {
  const t = useText('ruleDesigner')
  const groups = useVariables(block)
    .map((group) => ({ ...group, items: group.items.filter(isPerson) }))
    .filter((group) => group.items.length > 0)
  return (
    <div className={css.picker}>
      <div className={css.pickList}>
        {groups.map((group) => (
          <section key={group.key} aria-label={group.label}>
            <h3>{group.label}</h3>
            {group.items.map((x) => (
              <div key={x.path} className={css.way}>
                <button type="button" className={css.pickItem} onClick={() => onPick({ field: x.path })}>
                  {x.label}
                </button>
                <button type="button" className={css.pickItem} onClick={() => onPick({ head_of: x.path })}>
                  {opening(t('people.ofHead', { who: x.label }))}
                </button>
              </div>
            ))}
          </section>
        ))}
        <Others onPick={onPick} />
      </div>
    </div>
  )
}

/** Those whom no record names. */
function Others({ onPick }: { onPick: (whom: Whom) => void }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { know } = useDesign()
  const roles = useRoles().data ?? []
  return (
    <section className={css.others}>
      <h3>{t('people.role')}</h3>
      <Select
        aria-label={t('people.pickRole')}
        placeholder={t('people.pickRole')}
        value={null}
        searchable
        options={roles.map((role) => ({ value: role.key, label: f.words(role.label) }))}
        onChange={(role) => role && onPick({ role })}
      />
      <h3>{t('people.person')}</h3>
      <Picker
        from="people"
        aria-label={t('people.pickPerson')}
        placeholder={t('people.pickPerson')}
        value={null}
        onChange={(person) => {
          if (!person) return
          know('people', person.id, person.title ?? '')
          onPick({ person: person.id })
        }}
      />
      <h3>{t('people.department')}</h3>
      <Picker
        from="departments"
        aria-label={t('people.pickDepartment')}
        placeholder={t('people.pickDepartment')}
        value={null}
        onChange={(department) => {
          if (!department) return
          know('departments', department.id, department.title ?? '')
          onPick({ department: department.id })
        }}
      />
    </section>
  )
}
