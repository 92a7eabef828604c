// What a place shows when it has nothing, failed, or waits.
import { copyText } from '@/core/clipboard'
import { useEffect, useState, type ReactNode } from 'react'
import { isProblem, type Problem } from '@/core/problem'
import { useText, type Key } from '@/i18n'
import { Button } from './Button'
import css from './states.module.css'
import { Icon } from './icons/Icon'

type EmptyProps = { what: ReactNode; why?: ReactNode; action?: ReactNode; link?: ReactNode }

/** One line what belongs here, one why, one button, one link. */
export function EmptyState({ what, why, action, link }: EmptyProps) {
  return (
    <div className={css.state}>
      <b className={css.what}>{what}</b>
      {why && <p className="t2">{why}</p>}
      {action && <div className={css.action}>{action}</div>}
      {link && <div className="caption">{link}</div>}
    </div>
  )
}

type Cause = 'network' | 'forbidden' | 'notFound' | 'conflict' | 'invalid' | 'busy' | 'server'

export function causeOf(problem: Problem): Cause {
  const byStatus: Record<number, Cause> = {
    0: 'network',
    403: 'forbidden',
    404: 'notFound',
    409: 'conflict',
    422: 'invalid',
    429: 'busy',
  }
  return byStatus[problem.status] ?? 'server'
}

type ErrorProps = { error: unknown; retry?: (() => void) | undefined; compact?: boolean }

/** Says what failed and what next; the code is small and can be copied. */
export function ErrorState({ error, retry, compact }: ErrorProps) {
  const t = useText('errors')
  const c = useText('common')
  const problem = isProblem(error) ? error : null
  const cause = problem ? causeOf(problem) : 'server'
  const detail = problem && problem.status !== 0 ? problem.body.detail : undefined
  return (
    <div className={compact ? css.inline : css.state} role="alert">
      <b className={css.what}>{t(`${cause}.title` as Key<'errors'>)}</b>
      <p className="t2">{detail ?? t(`${cause}.next` as Key<'errors'>)}</p>
      {retry && (
        <div className={css.action}>
          <Button size="small" icon="refresh" onClick={retry}>
            {c('retry')}
          </Button>
        </div>
      )}
      <CopyCode code={[problem?.code ?? 'client', problem?.requestId].filter(Boolean).join(' · ')} />
    </div>
  )
}

function CopyCode({ code }: { code: string }) {
  const t = useText('common')
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void copyText(code).then(setCopied)
  }
  return (
    <button type="button" className={`plain-button caption ${css.code}`} onClick={copy} title={t('copy')}>
      {t('errorCode', { code })} <Icon name={copied ? 'check' : 'copy'} size={12} />
    </button>
  )
}

/** The message under a field that was refused. */
export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  if (!children) return null
  return (
    <span id={id} className={css.fieldError} role="alert">
      {children}
    </span>
  )
}

/** True once something has lasted longer than `ms`, so that quick answers never flash a skeleton. */
export function useLasting(active: boolean, ms = 200): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!active) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), ms)
    return () => clearTimeout(timer)
  }, [active, ms])
  return active && lasting
}

/** Grey rows of the true height, shown after 200 ms. */
export function SkeletonRows({
  count = 8,
  height = 'var(--row)',
  widths = ['32%', '12%', '18%'],
}: {
  count?: number
  height?: string
  widths?: string[]
}) {
  const shown = useLasting(true)
  const t = useText('common')
  return (
    <div aria-busy aria-label={t('loading')} className={shown ? undefined : css.hidden}>
      {Array.from({ length: count }, (_, i) => (
        <div key={i} className={css.skeletonRow} style={{ height }}>
          {widths.map((w, j) => (
            <span key={j} className={css.bone} style={{ width: w }} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A thin line at the top edge while old data stays visible. */
export function ProgressLine({ active }: { active: boolean }) {
  const shown = useLasting(active)
  return shown ? <div className={css.progressLine} role="progressbar" aria-hidden /> : null
}
