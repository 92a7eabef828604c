// The columns of a workbook as fields to be: name, kind, what stands in them; a tick takes one along.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Checkbox, Input, Select } from '@/ui'
import { useKinds } from '../api'
import css from './Forms.module.css'
import { PLAIN_KINDS, type Choices, type Column, type Understood } from './fromFile'

type Props = { found: Understood; choices: Choices; onChange: (choices: Choices) => void }

export function Columns({ found, choices, onChange }: Props) {
  const t = useText('fromFile')
  return (
    <ul className={css.columns} aria-label={t('columns')}>
      {found.columns.map((column, at) => (
        <Row
          key={at}
          column={column}
          title={column.field !== null && column.field.key === found.title}
          chosen={choices[at] ?? {}}
          onChange={(chosen) => onChange({ ...choices, [at]: chosen })}
        />
      ))}
    </ul>
  )
}

type RowProps = {
  column: Column
  title: boolean
  chosen: Choices[number]
  onChange: (chosen: Choices[number]) => void
}

function Row({ column, title, chosen, onChange }: RowProps) {
  const t = useText('fromFile')
  const f = useFormat()
  const kinds = useKinds().data ?? []
  const said = (key: string) => f.words(kinds.find((kind) => kind.key === key)?.label) || key
  const { field } = column
  if (!field)
    return (
      <li className={css.left}>
        <span />
        <span className="ellipsis">{column.heading || '—'}</span>
        <span className="caption">{column.why && t(`without.${column.why}`)}</span>
      </li>
    )
  const { points } = column
  const named = (key: string) =>
    points && key === 'relation' ? t('relationTo', { form: f.words(points.label) }) : said(key)
  const possible = new Set([field.kind, ...(points ? [points.field.kind, points.plain.kind] : []), ...PLAIN_KINDS])
  const options = [...possible].map((key) => ({ value: key, label: named(key) }))
  const kind = chosen.kind ?? field.kind
  const name = chosen.name ?? f.words(field.label)
  return (
    <li>
      <Checkbox
        checked={!chosen.out}
        onChange={(on) => onChange({ ...chosen, out: !on })}
        aria-label={t('take', { name })}
      />
      <Input
        value={name}
        onChange={(text) => onChange({ ...chosen, name: text })}
        disabled={chosen.out}
        aria-label={t('fieldName', { name: column.heading })}
      />
      <Select
        value={kind}
        onChange={(next) => onChange({ ...chosen, kind: next ?? field.kind })}
        options={options}
        disabled={chosen.out}
        aria-label={t('kindOf', { name: column.heading })}
      />
      <span className={`caption ellipsis ${css.samples}`}>
        {title && <b>{t('titleMark')}</b>}{' '}
        {points && <b>{t('points', { form: f.words(points.label), met: points.met, asked: points.asked })}</b>}{' '}
        {column.samples.join(t('and'))}
      </span>
    </li>
  )
}
