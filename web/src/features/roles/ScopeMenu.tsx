// On which rows something is let: several circles at once, chosen departments, a condition; nothing ticked is nothing let.
import type { Filter, Form, Id } from '@/core/types'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText } from '@/i18n'
import { Checkbox, TreeSelect } from '@/ui'
import { useDepartmentTree } from './departments'
import css from './Roles.module.css'
import { isCondition, isDepartments, sameRows } from './scopes'
import { SCOPES, type Departments, type Rows } from './types'

type Props = { form: Form | undefined; value: Rows[]; onChange: (scopes: Rows[]) => void; label: string }

export function ScopeMenu({ form, value, onChange, label }: Props) {
  const t = useText('roles')
  const has = (rows: Rows) => value.some((each) => sameRows(each, rows))
  const chosen = value.find(isDepartments)
  const conditions = value.filter(isCondition)
  const swap = (before: Rows | undefined, after: Rows | null) =>
    onChange([...value.filter((each) => each !== before), ...(after ? [after] : [])])
  return (
    <fieldset className={css.scopes}>
      <legend className="visually-hidden">{label}</legend>
      {SCOPES.map((scope) => (
        <Checkbox
          key={scope}
          checked={has(scope)}
          onChange={(on) => onChange(on ? [...value, scope] : value.filter((each) => each !== scope))}
        >
          {t(`scopeMenu.${scope}`)}
        </Checkbox>
      ))}
      <ChosenDepartments value={chosen} onChange={(next) => swap(chosen, next)} />
      {form &&
        [...conditions, null].map((condition, at) => (
          <div key={at} className={css.condition}>
            <span className="caption">{t(condition ? 'scopeMenu.when' : 'scopeMenu.orWhen')}</span>
            <ConditionInput
              form={form}
              value={condition as Filter | null}
              label={t('scopeMenu.condition')}
              empty={t('scopeMenu.noCondition')}
              onChange={(next) => swap(condition ?? undefined, next)}
            />
          </div>
        ))}
      {!form && conditions.length > 0 && <p className="caption">{t('scopeMenu.keptConditions')}</p>}
    </fieldset>
  )
}

type ChosenProps = { value: Departments | undefined; onChange: (value: Departments | null) => void }

function ChosenDepartments({ value, onChange }: ChosenProps) {
  const t = useText('roles')
  const tree = useDepartmentTree()
  const put = (departments: Id[], below: boolean) =>
    onChange(departments.length === 0 ? null : below ? { departments, below } : { departments })
  return (
    <div className={css.condition}>
      <span className="caption">{t('scopeMenu.departments')}</span>
      <TreeSelect
        size="small"
        nodes={tree}
        value={(value?.departments ?? []).map(String)}
        onChange={(ids) => put(ids.map(Number), value?.below ?? true)}
        aria-label={t('scopeMenu.departments')}
      />
      {value && (
        <Checkbox checked={value.below === true} onChange={(below) => put(value.departments, below)}>
          {t('scopeMenu.below')}
        </Checkbox>
      )}
    </div>
  )
}
