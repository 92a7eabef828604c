// A titled part of the settings, folded until somebody wants it.
import { useId, useState, type ReactNode } from 'react'
import { Icon } from '@/ui'
import css from './PublicForms.module.css'

type Props = { title: string; note?: ReactNode; open?: boolean; wrong?: boolean; children: ReactNode }

export function Part({ title, note, open = false, wrong = false, children }: Props) {
  const [unfolded, setUnfolded] = useState(open)
  const id = useId()
  const shown = unfolded || wrong
  return (
    <section className={css.part}>
      <h2>
        <button type="button" aria-expanded={shown} aria-controls={id} onClick={() => setUnfolded(!shown)}>
          <Icon name={shown ? 'down' : 'right'} size={14} />
          <span>{title}</span>
          {note && <span className="caption">{note}</span>}
        </button>
      </h2>
      {shown && (
        <div id={id} className={css.inside}>
          {children}
        </div>
      )}
    </section>
  )
}
