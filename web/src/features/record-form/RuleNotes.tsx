// What rules have to say about what is being filled in: warnings, and what they will refuse.
import { useFormat } from '@/core/format'
import type { Ruling } from '@/core/rules'
import css from './record-form.module.css'

export function RuleNotes({ ruling }: { ruling: Pick<Ruling, 'warnings' | 'refusals'> }) {
  const f = useFormat()
  if (ruling.warnings.length + ruling.refusals.length === 0) return null
  return (
    <div role="status" className={css.notes}>
      {ruling.refusals.map((said) => (
        <p key={said.rule} className="hot">
          {f.words(said.message)}
        </p>
      ))}
      {ruling.warnings.map((said) => (
        <p key={said.rule}>{f.words(said.message)}</p>
      ))}
    </div>
  )
}
