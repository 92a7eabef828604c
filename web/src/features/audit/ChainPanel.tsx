// The chain of sealed blocks: up to where, verified when, what is wrong; and how long rows are kept.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, ErrorState, Icon } from '@/ui'
import { useChain, useVerify, type Chain, type ChainProblem } from './audit'
import { KeepDialog } from './KeepDialog'
import css from './Audit.module.css'

export function ChainPanel() {
  const t = useText('audit')
  const chain = useChain()
  const verify = useVerify()
  const [keeping, setKeeping] = useState(false)
  if (chain.isLoadingError) return <ErrorState error={chain.error} retry={() => void chain.refetch()} />
  if (!chain.data) return <div className={css.chain} aria-hidden />
  const { data } = chain
  return (
    <>
      <div className={css.chain} role="status" aria-label={t('chain.title')}>
        <span className={css.state}>
          <Icon name={data.verified?.problems.length ? 'warn' : 'lock'} size={16} />
          <Sealed chain={data} />
        </span>
        <span className={css.acts}>
          <Button size="small" look="text" onClick={() => setKeeping(true)}>
            {t('keep.button', { days: years(data.retention.days, t) })}
          </Button>
          <Button size="small" icon="check" loading={verify.isPending} onClick={() => verify.mutate()}>
            {t('chain.verify')}
          </Button>
        </span>
      </div>
      {Boolean(data.verified?.problems.length) && <Problems problems={data.verified?.problems ?? []} />}
      {keeping && <KeepDialog now={data.retention} onClose={() => setKeeping(false)} />}
    </>
  )
}

/** Days as people speak of them: whole years where they are. */
function years(days: number, t: (key: 'keep.years' | 'keep.days', values: { count: number }) => string): string {
  return days % 365 === 0 ? t('keep.years', { count: days / 365 }) : t('keep.days', { count: days })
}

function Sealed({ chain }: { chain: Chain }) {
  const t = useText('audit')
  const f = useFormat()
  const { sealed, verified, backup } = chain
  return (
    <span className={css.sealed}>
      <span>
        {sealed ? t('chain.sealed', { block: sealed.block, at: f.moment(sealed.at) }) : t('chain.none')}
        {verified && !verified.problems.length && (
          <span className="t2">{t('chain.good', { at: f.moment(verified.at), rows: verified.rows })}</span>
        )}
        {!verified && <span className="t2">{t('chain.never')}</span>}
      </span>
      {sealed && (
        <span className="caption">
          <code title={sealed.digest}>{sealed.digest.slice(0, 16)}…</code>{' '}
          {backup ? t('chain.backup', { block: backup.number, at: f.moment(backup.at) }) : t('chain.noBackup')}
        </span>
      )}
    </span>
  )
}

function Problems({ problems }: { problems: ChainProblem[] }) {
  const t = useText('audit')
  return (
    <div className={css.wrong} role="alert">
      <b>{t('chain.wrong', { count: problems.length })}</b>
      <ul>
        {problems.slice(0, 20).map((each) => (
          <li key={`${each.block}${each.code}${each.about.backup ?? ''}`}>
            {t(`chain.problem.${each.code as 'changed'}`, {
              block: each.block,
              count: each.rows,
              backup: each.about.backup ?? '',
            })}
          </li>
        ))}
      </ul>
    </div>
  )
}
