// A customer on one page, as the reader may see it.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Drawer, ErrorState, SkeletonRows } from '@/ui'
import css from './Handover.module.css'
import { useBrief, type Brief } from './handover'
import { PrintButton } from './PrintButton'

export function BriefDrawer({ form, id, onClose }: { form: string; id: Id; onClose: () => void }) {
  const t = useText('handover')
  const brief = useBrief(form, id)
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={brief.data?.title ?? t('briefs.title')}
      extra={<PrintButton form={form} ids={[id]} />}
    >
      {brief.isPending && <SkeletonRows count={6} />}
      {brief.isError && <ErrorState error={brief.error} retry={() => void brief.refetch()} />}
      {brief.data && <Sheet brief={brief.data} />}
    </Drawer>
  )
}

function Sheet({ brief }: { brief: Brief }) {
  const t = useText('handover')
  const f = useFormat()
  return (
    <div className={css.brief}>
      <span className="caption">
        {f.words(brief.label)} · <Link to={recordRoute(brief.form, brief.id)}>{t('briefs.record')}</Link>
      </span>
      <dl className={css.facts}>
        {brief.facts.map((x) => (
          <div key={x.label} className={x.wide ? css.wide : undefined}>
            <dt>{x.label}</dt>
            <dd>{x.text}</dd>
          </div>
        ))}
      </dl>
      {brief.tables.map((x) => (
        <section key={x.key} className={css.things}>
          <h3 className={css.title}>{x.label}</h3>
          <div className={css.scroll}>
            <table className={css.table}>
              <thead>
                <tr>
                  {x.heads.map((head, at) => (
                    <th key={head} className={x.right[at] ? css.right : undefined}>
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {x.rows.map((row, n) => (
                  <tr key={n}>
                    {row.map((cell, at) => (
                      <td key={at} className={x.right[at] ? css.right : undefined}>
                        {at === 0 && x.records[n] ? (
                          <Link to={recordRoute(x.records[n].form, x.records[n].id)}>{cell || '—'}</Link>
                        ) : (
                          cell
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  )
}
