// A bar whose leaking parts hang 2, 4 or 6 px lower.
import css from './LeakBar.module.css'

export type LeakPart = { level: 0 | 1 | 2 | 3; share: number; label?: string }

/** Shares are weights; level 0 is what is held. */
export function LeakBar({ parts, label }: { parts: LeakPart[]; label: string }) {
  return (
    <div className={css.bar} role="img" aria-label={label}>
      {parts
        .filter((p) => p.share > 0)
        .map((p, i) => (
          <i key={`${p.level}${i}`} className={css[`k${p.level}`]} style={{ flexGrow: p.share }} title={p.label} />
        ))}
    </div>
  )
}
