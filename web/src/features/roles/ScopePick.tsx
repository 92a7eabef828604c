// The rows of one denial: a circle, chosen departments, or a condition.
import { useState } from 'react'
import type { Filter, Form } from '@/core/types'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText } from '@/i18n'
import { Select, TreeSelect } from '@/ui'
import { useDepartmentTree } from './departments'
import { isDepartments, kindOfRows, type ScopeKind } from './scopes'
import { SCOPES, type Rows } from './types'

type Props = { form: Form | undefined; value: Rows; onChange: (rows: Rows) => void }

export function ScopePick({ form, value, onChange }: Props) {
  const t = useText('roles')
  const tree = useDepartmentTree()
  // A kind that is chosen but not filled in yet changes nothing.
  const [asked, setAsked] = useState<ScopeKind | null>(null)
  const kind = asked ?? kindOfRows(value)
  const kinds: ScopeKind[] = [...SCOPES, 'departments', ...(form ? (['condition'] as const) : [])]
  const put = (rows: Rows) => {
    setAsked(null)
    onChange(rows)
  }
  const choose = (next: ScopeKind | null) => {
    if (next === null) return
    if (next === 'departments' || next === 'condition') setAsked(next)
    else put(next)
  }
  return (
    <>
      <Select<ScopeKind>
        size="small"
        value={kind}
        onChange={choose}
        options={kinds.map((each) => ({ value: each, label: t(`rowsOf.${each}`) }))}
        aria-label={t('rows')}
      />
      {kind === 'departments' && (
        <TreeSelect
          size="small"
          nodes={tree}
          value={isDepartments(value) ? value.departments.map(String) : []}
          onChange={(ids) => ids.length > 0 && put({ departments: ids.map(Number), below: true })}
          aria-label={t('scopeMenu.departments')}
        />
      )}
      {kind === 'condition' && form && (
        <ConditionInput
          form={form}
          value={kindOfRows(value) === 'condition' ? (value as Filter) : null}
          onChange={(next) => next && put(next)}
          label={t('scopeMenu.condition')}
          empty={t('scopeMenu.noCondition')}
        />
      )}
    </>
  )
}
