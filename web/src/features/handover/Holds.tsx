// What somebody holds: records by form and stage, other fields that name them, and what is no record.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { Rows } from '@/features/settings/Rows'
import { useText } from '@/i18n'
import { Checkbox, Chip } from '@/ui'
import css from './Handover.module.css'
import type { Held, HeldField, HeldForm, HeldThing } from './handover'

type Props = { held: Held; fields: string[]; onFields: (fields: string[]) => void }

export function Holds({ held, fields, onFields }: Props) {
  const t = useText('handover')
  const f = useFormat()
  return (
    <>
      {held.forms.length > 0 && (
        <Rows
          rows={held.forms}
          id={(x) => x.form}
          label={t('steps.holds')}
          columns={[
            {
              key: 'form',
              label: t('form'),
              cell: (x) => <FormLink form={x} owner={held.person.id} />,
            },
            { key: 'count', label: t('count'), end: true, cell: (x) => f.number(x.count) },
            { key: 'sum', label: t('sum'), end: true, cell: (x) => (x.sum ? f.money(x.sum.value) : '—') },
            { key: 'stages', label: t('stages'), cell: (x) => <Stages form={x} /> },
            { key: 'samples', label: t('samples'), cell: (x) => <Samples form={x} /> },
          ]}
        />
      )}
      {held.fields.length > 0 && <Fields items={held.fields} chosen={fields} onChange={onFields} />}
      {held.others.length > 0 && (
        <div className={css.things}>
          <b>{t('others')}</b>
          {held.others.map((x) => (
            <Thing key={x.key} thing={x} />
          ))}
        </div>
      )}
    </>
  )
}

function FormLink({ form, owner }: { form: HeldForm; owner: Id }) {
  const f = useFormat()
  return (
    <Link to={listRoute(form.form, { field: 'owner', op: 'eq', value: owner })} className={css.nowrap}>
      {f.words(form.label)}
    </Link>
  )
}

function Stages({ form }: { form: HeldForm }) {
  const f = useFormat()
  if (form.stages.length === 0) return <span className="t3">—</span>
  return (
    <span className={css.stages}>
      {form.stages.map((s) => (
        <span key={s.stage}>
          {f.words(s.label)} {f.number(s.count)}
        </span>
      ))}
    </span>
  )
}

function Samples({ form }: { form: HeldForm }) {
  const t = useText('handover')
  const names = form.samples.map((s) => s.title ?? `#${s.id}`).join(' · ')
  return (
    <span className={css.samples}>
      {names}
      {form.count > form.samples.length && ` ${t('more')}`}
      {form.binned > 0 && <div>{t('binned', { count: form.binned })}</div>}
    </span>
  )
}

function Fields({ items, chosen, onChange }: { items: HeldField[]; chosen: string[]; onChange: Props['onFields'] }) {
  const t = useText('handover')
  const f = useFormat()
  const toggle = (path: string, on: boolean) => onChange(on ? [...chosen, path] : chosen.filter((p) => p !== path))
  return (
    <div className={css.fields}>
      <b>{t('fields')}</b>
      <span className="caption">{t('fieldsHint')}</span>
      {items.map((x) => (
        <Checkbox
          key={x.path}
          checked={x.always || chosen.includes(x.path)}
          disabled={x.always}
          onChange={(on) => toggle(x.path, on)}
        >
          {f.words(x.label)} · {f.words(x.field)} {t('records', { count: x.count })}{' '}
          {x.always && <span className="caption">{t('fieldAlways')}</span>}
        </Checkbox>
      ))}
    </div>
  )
}

function Thing({ thing }: { thing: HeldThing }) {
  const t = useText('handover')
  const f = useFormat()
  const shown = thing.items.slice(0, 8)
  return (
    <div className={css.thing}>
      <div>
        {f.words(thing.label)} <span className="t3">{f.number(thing.count)}</span>
        <div className="caption">
          {t(`fates.${thing.fate}`)} {thing.warns && <Chip tone="heat1">{t('warns')}</Chip>}
        </div>
      </div>
      <div className="t2">
        {shown.map((x, at) => (
          <span key={String(x.id)}>
            {at > 0 && ' · '}
            {x.link ? <Link to={x.link}>{f.words(x.label)}</Link> : f.words(x.label)}
          </span>
        ))}
        {thing.count > shown.length && ` ${t('more')}`}
      </div>
    </div>
  )
}
