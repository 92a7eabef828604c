// One row of the audit trail in full: what, on which record, before and after, from where.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { browserOf } from '@/features/settings/browser'
import { useText } from '@/i18n'
import { Drawer } from '@/ui'
import type { AuditRow, ChangeSaid } from './audit'
import css from './Audit.module.css'

export function AuditDrawer({ row, onClose }: { row: AuditRow | null; onClose: () => void }) {
  return (
    <Drawer open={row !== null} onClose={onClose} title={row?.said ?? ''} width={720}>
      {row && <Entry row={row} />}
    </Drawer>
  )
}

function Entry({ row }: { row: AuditRow }) {
  const t = useText('audit')
  const f = useFormat()
  return (
    <div className={css.entry}>
      <dl className={css.facts}>
        <Fact label={t('at')}>{f.exact(row.at)}</Fact>
        <Fact label={t('by')}>{row.by?.title ?? t('system')}</Fact>
        {row.record && (
          <Fact label={row.form_label ?? t('form')}>
            <Link to={recordRoute(row.record.form, row.record.id)}>{row.record.title ?? `#${row.record.id}`}</Link>
          </Fact>
        )}
        {!row.record && row.form_label && <Fact label={t('form')}>{row.form_label}</Fact>}
        {row.about.map((each) => (
          <Fact key={each.key} label={each.label}>
            {each.value}
          </Fact>
        ))}
      </dl>
      {row.changes.length > 0 && <Changes changes={row.changes} />}
      <section>
        <h3 className={css.heading}>{t('origin')}</h3>
        <dl className={css.facts}>
          {row.via_label && <Fact label={t('via')}>{row.via_label}</Fact>}
          {row.ip && <Fact label={t('address')}>{row.ip}</Fact>}
          {row.agent && (
            <Fact label={t('agent')}>
              <span title={row.agent}>{browserOf(row.agent) ?? row.agent}</span>
            </Fact>
          )}
          {row.session && <Fact label={t('session')}>{row.session}</Fact>}
          {row.token_id && <Fact label={t('token')}>#{row.token_id}</Fact>}
          {row.job_id && <Fact label={t('job')}>{row.job_id}</Fact>}
          {row.request_id && <Fact label={t('request')}>{row.request_id}</Fact>}
          <Fact label={t('number')}>
            {row.id} <span className="caption">{row.action}</span>
          </Fact>
        </dl>
      </section>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Changes({ changes }: { changes: ChangeSaid[] }) {
  const t = useText('audit')
  return (
    <section>
      <h3 className={css.heading}>{t('beforeAfter')}</h3>
      <ul className={css.changes}>
        {changes.map((each) => (
          <li key={each.path}>
            <span className={css.part2} title={each.path}>
              {each.label}
            </span>
            <span>
              {each.before !== null && <s className="t3">{each.before}</s>}
              {each.before !== null && each.after !== null && <span className="t3"> → </span>}
              {each.after !== null ? <b>{each.after}</b> : <span className="t3"> {t('removed')}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
