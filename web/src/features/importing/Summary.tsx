// The figures of the preview: what the import tried out came to.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import css from './Importing.module.css'
import type { Proposal } from './imports'

export function Summary({ proposal: p }: { proposal: Proposal }) {
  const t = useText('importing')
  const f = useFormat()
  const s = p.summary
  const atMost = s.compared === false
  const figures = [
    { label: t('figure.rows'), value: f.number(s.rows) },
    { label: t('figure.create'), value: f.number(s.create) },
    {
      label: t('figure.update'),
      value: atMost ? t('atMost', { count: f.number(s.update) }) : f.number(s.update),
    },
    ...(atMost ? [] : [{ label: t('figure.unchanged'), value: f.number(s.unchanged ?? 0) }]),
    ...(s.skip > 0 ? [{ label: t('figure.skip'), value: f.number(s.skip) }] : []),
    ...(p.twins.inside > 0 ? [{ label: t('figure.inside'), value: f.number(p.twins.inside) }] : []),
  ]
  return (
    <div className={css.summary}>
      <div>
        <span className="caption">{t('file')}</span>
        <b className="ellipsis">{p.file.name}</b>
      </div>
      {figures.map((x) => (
        <div key={x.label}>
          <span className="caption">{x.label}</span>
          <b>{x.value}</b>
        </div>
      ))}
    </div>
  )
}

/** The same as a sentence beside the button. */
export function WillDo({ proposal }: { proposal: Proposal }) {
  const t = useText('importing')
  const f = useFormat()
  const s = proposal.summary
  const params = {
    create: f.number(s.create),
    update: f.number(s.update),
    unchanged: f.number(s.unchanged ?? 0),
    skip: f.number(s.skip),
  }
  return <>{t(s.compared === false ? 'willDoAtMost' : 'willDo', params)}</>
}
