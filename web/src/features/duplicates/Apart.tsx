// Pairs that somebody said are not the same: by whom, when, and taking it back.
import { Link } from 'react-router'
import { isProblem } from '@/core/problem'
import { recordRoute } from '@/core/routes'
import { useLooking } from '@/core/session'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, DateWords, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import css from './Duplicates.module.css'
import { useApart, useSayApart, type Apart as Pair } from './duplicates'

export function Apart({ form }: { form: Form }) {
  const t = useText('duplicates')
  const apart = useApart(form.key, true)
  if (apart.isLoadingError) return <ErrorState error={apart.error} retry={() => void apart.refetch()} />
  if (!apart.data) return <SkeletonRows count={4} />
  if (apart.data.items.length === 0) return <EmptyState what={t('noApart')} why={t('noApartWhy')} />
  return (
    <ul className={css.pairs} aria-label={t('apartTab')}>
      {apart.data.items.map((pair) => (
        <OnePair key={pair.records.map((row) => row.id).join('.')} form={form} pair={pair} />
      ))}
    </ul>
  )
}

function OnePair({ form, pair }: { form: Form; pair: Pair }) {
  const t = useText('duplicates')
  const looking = useLooking()
  const say = useSayApart(form.key)
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const back = () => void say.mutateAsync({ ids: pair.records.map((row) => row.id), apart: false }).catch(failed)
  return (
    <li className={css.pair}>
      <span className={css.names}>
        {pair.records.map((row) => (
          <Link key={row.id} to={recordRoute(form.key, row.id)}>
            {titleOf(row)}
          </Link>
        ))}
        <span className="caption">
          {pair.by?.title} <DateWords value={pair.at} ago />
        </span>
      </span>
      {!looking && (
        <Button look="text" loading={say.isPending} onClick={back}>
          {t('takeBack')}
        </Button>
      )}
    </li>
  )
}
