// Every published version: who, when, what was different; going back to one is publishing it anew.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Avatar, Button, Chip, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { rollBackRule, useVersions } from '../api'
import { useDesign } from '../bench'
import { ChangeList } from '../parts/ChangeList'
import type { RuleVersion } from '../model/types'
import css from './Panel.module.css'

export function VersionsTab({ onRenew }: { onRenew: () => Promise<void> }) {
  const t = useText('ruleDesigner')
  const { rule } = useDesign()
  const versions = useVersions(rule.key)
  const [asked, setAsked] = useState<number | null>(null)
  const items = versions.data ?? []
  return (
    <section className={css.part} aria-label={t('tabs.versions')}>
      {versions.isPending && <SkeletonRows count={3} height="56px" />}
      {versions.isError && <ErrorState error={versions.error} retry={() => void versions.refetch()} />}
      {versions.isSuccess && items.length === 0 && <EmptyState what={t('versions.none')} why={t('versions.noneWhy')} />}
      <ul className={css.versions}>
        {items.map((v, i) => (
          <li key={v.version}>
            <Face version={v} before={items[i + 1]} current={v.version === rule.version} />
            {v.version !== rule.version && asked !== v.version && (
              <Button size="small" icon="undo" onClick={() => setAsked(v.version)}>
                {t('versions.back')}
              </Button>
            )}
            {asked === v.version && <Ask version={v.version} onBack={() => setAsked(null)} onRenew={onRenew} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

type FaceProps = { version: RuleVersion; before: RuleVersion | undefined; current: boolean }

function Face({ version, before, current }: FaceProps) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const who = version.by?.title
  return (
    <div className={css.face}>
      <p>
        <b>{t('version', { version: String(version.version) })}</b>{' '}
        {current && <Chip tone="accent">{t('versions.inForce')}</Chip>}{' '}
        <span className="t3">{f.moment(version.at)}</span> {who && <Avatar name={who} />}{' '}
        {who && <span className="t3">{who}</span>}
      </p>
      {before ? (
        <ChangeList before={before.definition} after={version.definition} none={t('versions.same')} />
      ) : (
        <p className="caption">{t('versions.first')}</p>
      )}
    </div>
  )
}

type AskProps = { version: number; onBack: () => void; onRenew: () => Promise<void> }

function Ask({ version, onBack, onRenew }: AskProps) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const { rule, keeper } = useDesign()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const go = async () => {
    setBusy(true)
    try {
      await keeper.settle()
      await rollBackRule(rule.key, version)
      await onRenew()
      toast({ text: t('versions.backed', { version: String(version) }) })
    } catch (e) {
      setError(e)
      setBusy(false)
    }
  }
  return (
    <div className={css.ask}>
      <p className="t2">{t('versions.backAsk', { version: String(version) })}</p>
      {isProblem(error) && (
        <p className={css.problem} role="alert">
          {error.errors[0]?.detail ?? error.message}
        </p>
      )}
      <span className={css.line}>
        <Button size="small" onClick={onBack}>
          {c('cancel')}
        </Button>
        <Button size="small" look="accent" loading={busy} onClick={() => void go()}>
          {t('versions.backTo', { version: String(version) })}
        </Button>
      </span>
    </div>
  )
}
