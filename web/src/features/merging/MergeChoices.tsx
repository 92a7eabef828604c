// Side by side: one column for each record, one line for each field that differs; a click says whose value stays.
import { useFormat } from '@/core/format'
import type { Field, Form, Id, Row } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell, isEmpty } from '@/kinds'
import { chosenOf, differing } from './choosing'
import css from './merging.module.css'

type Props = {
  form: Form
  rows: Row[]
  master: Id
  onMaster: (id: Id) => void
  take: { [field: string]: Id }
  onTake: (take: { [field: string]: Id }) => void
}

export function MergeChoices({ form, rows, master, onMaster, take, onTake }: Props) {
  const t = useText('merging')
  const f = useFormat()
  const fields = differing(form, rows)
  return (
    <>
      <fieldset className={css.line}>
        <legend>{t('stays')}</legend>
        <div className={css.options}>
          {rows.map((row) => (
            <label key={row.id} className={[css.option, row.id === master ? css.on : ''].join(' ')}>
              <input type="radio" name="master" checked={row.id === master} onChange={() => onMaster(row.id)} />
              <span>
                {row.title || `#${row.id}`}
                <span className="caption">
                  {row.created_at ? t('createdAt', { at: f.moment(String(row.created_at)) }) : `#${row.id}`}
                </span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {fields.length === 0 && <p className="t2">{t('nothingDiffers')}</p>}
      {fields.map((field) => (
        <Line
          key={field.key}
          form={form}
          field={field}
          rows={rows}
          chosen={chosenOf(field, rows, master, take)}
          onChoose={(id) => onTake({ ...take, [field.key]: id })}
        />
      ))}
    </>
  )
}

type LineProps = { form: Form; field: Field; rows: Row[]; chosen: Id; onChoose: (id: Id) => void }

function Line({ form, field, rows, chosen, onChoose }: LineProps) {
  const f = useFormat()
  return (
    <fieldset className={css.line}>
      <legend>{f.words(field.label)}</legend>
      <div className={css.options}>
        {rows.map((row) => (
          <label key={row.id} className={[css.option, row.id === chosen ? css.on : ''].join(' ')}>
            <input
              type="radio"
              name={`take.${field.key}`}
              checked={row.id === chosen}
              onChange={() => onChoose(row.id)}
            />
            <span className={css.value}>
              {isEmpty(row[field.key]) ? (
                <span className="t3">—</span>
              ) : (
                <FieldCell form={form} row={row} field={field} value={row[field.key]} />
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
