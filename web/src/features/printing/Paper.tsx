// The pages as they will come out of the printer, or what keeps them from it.
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'
import css from './printing.module.css'
import type { usePages } from './printing'

export function Paper({ pages }: { pages: ReturnType<typeof usePages> }) {
  const t = useText('printing')
  if (pages.isPending) return <SkeletonRows count={6} />
  if (pages.isLoadingError) return <Refused error={pages.error} retry={() => void pages.refetch()} />
  const { pages: pictures, count, left_out: leftOut } = pages.data
  return (
    <div className={css.papers}>
      {leftOut > 0 && <p className={css.note}>{t('leftOut', { count: leftOut })}</p>}
      {pictures.map((source, at) => (
        <img key={at} src={source} alt={t('page', { number: at + 1, count })} className={css.paper} />
      ))}
      {count > pictures.length && <p className="caption">{t('morePages', { count: count - pictures.length })}</p>}
    </div>
  )
}

/** A template that cannot be filled names its placeholders. */
function Refused({ error, retry }: { error: unknown; retry: () => void }) {
  if (!isProblem(error) || !error.errors.length) return <ErrorState error={error} retry={retry} compact />
  return (
    <div className={css.wrong} role="alert">
      <b>{error.message}</b>
      <ul>
        {error.errors.map((each, at) => (
          <li key={at}>{each.detail}</li>
        ))}
      </ul>
    </div>
  )
}
