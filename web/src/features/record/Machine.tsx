// One line with a dot: what the machine tells of in a timeline.
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import css from './Timeline.module.css'

export function Machine({ at, children, tone }: { at: string; children: ReactNode; tone?: string }) {
  const f = useFormat()
  return (
    <li className={css.machine}>
      <span className={css.dot} style={tone ? { background: tone } : undefined} />
      <div className={css.content}>
        {children}{' '}
        <time className="caption" dateTime={at} title={f.exact(at)}>
          {f.time(at)}
        </time>
      </div>
    </li>
  )
}
