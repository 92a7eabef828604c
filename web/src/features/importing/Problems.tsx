// Cells that could not be read: they stay empty, the raw text is kept and listed; nothing is refused for them.
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import css from './Importing.module.css'
import { problemsOf, type Proposal } from './imports'

export function Problems({ form, proposal }: { form: Form; proposal: Proposal }) {
  const t = useText('importing')
  const f = useFormat()
  return (
    <div>
      <p className={`caption ${css.where}`}>{t('problemsWhy')}</p>
      <ul className={css.problems}>
        {problemsOf(proposal).map(({ sheet, column, problem }, i) => (
          <li key={i}>
            <div>
              <b>{f.words(fieldOf(form, column.field ?? '')?.label) || column.heading}</b>{' '}
              <span className="t2">{problem.text ?? problem.code}</span>{' '}
              <span className="caption">{t('timesOn', { count: problem.count, sheet })}</span>
            </div>
            <div className={css.examples}>
              {problem.examples.slice(0, 5).map((e) => (
                <span key={e.row} className="caption">
                  {t('example', { row: e.row, column: column.letter, raw: e.raw })}
                </span>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
