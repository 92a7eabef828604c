// What a roster would do, row by row; rows with something wrong come first.
import { useState } from 'react'
import { useText } from '@/i18n'
import { Chip, Segmented } from '@/ui'
import css from './Organisation.module.css'
import type { Plan, RosterRow } from './roster'

const SHOWN = 300
/** No problems: listed above for all rows together. */
const MADE = new Set(['roster.new_department', 'roster.new_position'])

export function RosterPlan({ plan }: { plan: Plan }) {
  const t = useText('organisation')
  const problems = plan.rows.filter((row) => row.problems.some((p) => !MADE.has(p.code)))
  const [which, setWhich] = useState<'problems' | 'all'>(problems.length ? 'problems' : 'all')
  const rows = which === 'problems' ? problems : plan.rows
  const figures = (['create', 'update', 'same', 'refused'] as const).filter((key) => plan.counts[key] > 0)
  return (
    <>
      <div className={css.figures}>
        {figures.map((key) => (
          <b key={key} className={key === 'refused' ? css.out : undefined}>
            {t(`roster.${key}`, { count: plan.counts[key] })}
          </b>
        ))}
        {figures.length === 0 && <span>{t('roster.empty')}</span>}
      </div>
      {plan.departments.length > 0 && (
        <p className="caption">
          {t('roster.newDepartments', { count: plan.departments.length })} {few(plan.departments, t('comma'))}
        </p>
      )}
      {plan.positions.length > 0 && (
        <p className="caption">
          {t('roster.newPositions', { count: plan.positions.length })} {few(plan.positions, t('comma'))}
        </p>
      )}
      {plan.unknown_columns.length > 0 && (
        <p className="caption">{t('roster.ignored', { names: few(plan.unknown_columns, t('comma')) })}</p>
      )}
      {problems.length > 0 && problems.length < plan.rows.length && (
        <div>
          <Segmented
            size="small"
            value={which}
            onChange={setWhich}
            aria-label={t('roster.about')}
            options={[
              { value: 'problems', label: t('roster.onlyProblems') },
              { value: 'all', label: t('roster.allRows') },
            ]}
          />
        </div>
      )}
      {rows.length > 0 && <Rows rows={rows} />}
    </>
  )
}

const few = (names: string[], comma: string): string => names.slice(0, 12).join(comma) + (names.length > 12 ? ' …' : '')

function Rows({ rows }: { rows: RosterRow[] }) {
  const t = useText('organisation')
  return (
    <div className={css.rosterRows}>
      <table>
        <thead>
          <tr>
            <th>{t('roster.row')}</th>
            <th>{t('roster.who')}</th>
            <th>{t('roster.becomes')}</th>
            <th>{t('roster.about')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.row}>
              <td>{row.row}</td>
              <td>{row.name || '—'}</td>
              <td>
                <Chip tone={row.action === 'create' ? 'accent' : 'plain'}>{t(`roster.actions.${row.action}`)}</Chip>
              </td>
              <td>
                {row.problems.map((p) => (
                  <div key={`${p.column} ${p.code} ${p.raw}`} className={p.refuses ? css.out : 't2'}>
                    {[p.label, p.raw].filter(Boolean).join(' ')} · {p.detail}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
