// How open each field is: hidden, masked, read or edit; for all rows alike, or for each scope by itself.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { fieldsOf } from '@/core/forms'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Input, Select } from '@/ui'
import { useBench } from './bench'
import { alike, allowsOf, fieldsIn, levelIn, levelled, rowsOf, setLevel, type Line } from './model'
import css from './Roles.module.css'
import { useScopeWords } from './scopeWords'
import { ANY, LEVELS, type Level } from './types'

type Props = { form: Form | undefined; formKey: string }

export function FieldLevels({ form, formKey }: Props) {
  const t = useText('roles')
  const { now, grid } = useBench()
  const words = useScopeWords(form)
  const lines = allowsOf(now.matrix, formKey)
  const [apart, setApart] = useState(false)
  const same = alike(lines)
  const each = apart || !same
  return (
    <section>
      <h3>{t('fields')}</h3>
      {lines.length === 0 && <p className="caption">{t('fieldsNone')}</p>}
      {lines.length > 1 && (
        <Checkbox
          checked={each}
          onChange={(on) => {
            setApart(on)
            if (!on) grid((matrix) => levelled(matrix, formKey))
          }}
        >
          {t('apart')}
        </Checkbox>
      )}
      {lines.length > 0 && !each && <LevelList form={form} lines={lines} />}
      {each &&
        lines.map((line) => (
          <div key={line.id} className={css.scopeLevels}>
            <h4>{t('ofScope', { scope: words.long(rowsOf(line.grant)) })}</h4>
            <p className="caption">
              {line.grant.actions.map((action) => t(`action.${action as 'read'}`)).join(t('comma'))}
            </p>
            <LevelList form={form} lines={[line]} />
          </div>
        ))}
    </section>
  )
}

/** First what differs, then on request every field of the form. */
function LevelList({ form, lines }: { form: Form | undefined; lines: Line[] }) {
  const t = useText('roles')
  const f = useFormat()
  const [all, setAll] = useState(false)
  const [q, setQ] = useState('')
  const said = fieldsIn(lines)
  const known = form ? fieldsOf(form).filter((field) => field.key !== 'id' && field.key !== 'batch_id') : []
  const label = (key: string) => f.words(known.find((field) => field.key === key)?.label) || key
  const keys = [
    ...known.map((field) => field.key),
    ...said.filter((key) => key !== ANY && !known.some((x) => x.key === key)),
  ]
  const shown = keys.filter((key) =>
    all || q ? label(key).toLowerCase().includes(q.trim().toLowerCase()) : said.includes(key),
  )
  return (
    <div className={css.levels}>
      <LevelLine field={ANY} label={said.length ? t('otherFields') : t('everyField')} lines={lines} />
      {shown.map((key) => (
        <LevelLine key={key} field={key} label={label(key)} lines={lines} />
      ))}
      <div className={css.levelsFoot}>
        <button type="button" className="link-button caption" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('fewerFields') : t('moreFields', { count: keys.length })}
        </button>
        {all && (
          <Input
            size="small"
            icon="search"
            value={q}
            onChange={setQ}
            placeholder={t('findField')}
            aria-label={t('findField')}
          />
        )}
      </div>
    </div>
  )
}

function LevelLine({ field, label, lines }: { field: string; label: string; lines: Line[] }) {
  const t = useText('roles')
  const { grid } = useBench()
  const level = levelIn(lines[0]!, field)
  const ids = lines.map((line) => line.id)
  return (
    <div className={css.levelLine}>
      <span className="ellipsis" title={label}>
        {label}
      </span>
      <Select<Level>
        size="small"
        width={104}
        value={level}
        onChange={(next) => grid((now) => setLevel(now, ids, field, next))}
        options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))}
        aria-label={t('levelOf', { field: label })}
        className={level === 'edit' ? '' : css.held}
      />
    </div>
  )
}
