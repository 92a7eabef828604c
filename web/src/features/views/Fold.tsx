// One part of the editor: what it is about, what is set, and the setting itself when it is opened.
import { useId, useState, type ReactNode } from 'react'
import { Icon } from '@/ui'
import css from './views.module.css'

type Props = { title: string; said: string; children: (close: () => void) => ReactNode; open?: boolean }

export function Fold({ title, said, children, open: startsOpen = false }: Props) {
  const [open, setOpen] = useState(startsOpen)
  const id = useId()
  return (
    <section className={css.fold}>
      <button
        type="button"
        className={`plain-button ${css.foldHead}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'right'} size={14} />
        <b>{title}</b>
        <span className={`caption ellipsis ${css.said}`}>{said}</span>
      </button>
      {open && (
        <div id={id} className={css.foldBody}>
          {children(() => setOpen(false))}
        </div>
      )}
    </section>
  )
}
