// One part of a pool with its heading; what is wrong with it stands below.
import type { ReactNode } from 'react'
import { FieldError } from '@/ui'
import { useBench } from './bench'
import css from './Design.module.css'

type Props = {
  title: string
  hint?: string
  /** Where problems of this part are: `claim` holds `claim.per_day`, too. */
  at: string[]
  children: ReactNode
  end?: ReactNode
}

export function Card({ title, hint, at, children, end }: Props) {
  const { problems } = useBench()
  const mine = problems.filter((each) => at.some((place) => each.field === place || each.field.startsWith(`${place}.`)))
  return (
    <section className={css.card} aria-label={title}>
      <div className={css.cardHead}>
        <h2>{title}</h2>
        {end}
      </div>
      {hint && <p className="caption">{hint}</p>}
      {children}
      {mine.map((each) => (
        <FieldError key={`${each.field}.${each.code}`}>{each.detail}</FieldError>
      ))}
    </section>
  )
}
