// A phone, e-mail or address that can be acted on.
import type { ReactNode } from 'react'

export function ReachCell({ href, children, label }: { href: string; children: ReactNode; label?: string }) {
  const outside = href.startsWith('http')
  return (
    <a
      href={href}
      className="ellipsis"
      aria-label={label}
      onClick={(e) => e.stopPropagation()}
      {...(outside ? { target: '_blank', rel: 'noreferrer noopener' } : {})}
    >
      {children}
    </a>
  )
}

/** Only http(s) addresses become links; `javascript:` and the like stay text. */
export const safeUrl = (text: string): string | null =>
  /^https?:\/\//i.test(text) ? text : /^[\w-]+(\.[\w-]+)+(\/|$)/.test(text) ? `https://${text}` : null
