// Money, dates and shortcuts as words in a line.
import { useFormat } from '@/core/format'

export function Money({ value, currency }: { value: number | null | undefined; currency?: string | undefined }) {
  const f = useFormat()
  if (value === null || value === undefined) return <span className="t3">—</span>
  return <span style={{ whiteSpace: 'nowrap' }}>{f.money(value, currency)}</span>
}

/** 今天, 昨天, 11-23; `ago` counts days back (21 天前); the exact moment in the tooltip. */
export function DateWords({
  value,
  ago,
  withTime,
}: {
  value: string | null | undefined
  ago?: boolean
  withTime?: boolean
}) {
  const f = useFormat()
  if (!value) return <span className="t3">—</span>
  return (
    <time dateTime={value} title={f.exact(value)} style={{ whiteSpace: 'nowrap' }}>
      {ago ? f.ago(value) : withTime ? f.moment(value) : f.date(value)}
    </time>
  )
}

export function Kbd({ children }: { children: string }) {
  return <kbd>{children}</kbd>
}

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** "mod+k" → Ctrl K, or ⌘K on a Mac. */
export const shortcut = (combo: string): string =>
  combo
    .split('+')
    .map((k) => (k === 'mod' ? (mac ? '⌘' : 'Ctrl') : k === 'enter' ? '↵' : k.toUpperCase()))
    .join(mac ? '' : ' ')
