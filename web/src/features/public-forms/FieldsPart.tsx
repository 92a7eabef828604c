// Which fields people fill in, in which order, in which words, and which of them they must.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Checkbox, FieldError, IconButton } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import { chosen, moved, type Chosen } from './publicForms'
import css from './PublicForms.module.css'
import { WordsInput } from './WordsInput'

type Props = { form: Form; editing: Editing; offered: string[] }

export function FieldsPart({ form, editing, offered }: Props) {
  const t = useText('publicForms')
  const f = useFormat()
  const { definition } = editing.draft
  const [editedKey, setEditedKey] = useState<string | null>(null)
  const taken = new Set([...definition.fields.map((x) => x.key), ...Object.keys(definition.fixed)])
  const others = form.fields.filter(
    (x) => offered.includes(x.key) && !taken.has(x.key) && x.key !== definition.tracking.field,
  )
  const put = (fields: Chosen[]) => editing.put({ fields })
  const error = editing.errorOf('fields')
  return (
    <Part title={t('parts.fields')} note={f.number(definition.fields.length)} open wrong={Boolean(error)}>
      <p className="t2">{t('fields.why')}</p>
      <ul className={css.rows} aria-label={t('fields.chosen')}>
        {definition.fields.map((each, at) => (
          <li key={each.key}>
            <Row
              form={form}
              each={each}
              first={at === 0}
              last={at === definition.fields.length - 1}
              open={editedKey === each.key}
              editing={editing}
              onOpen={() => setEditedKey(editedKey === each.key ? null : each.key)}
              onMove={(by) => put(moved(definition.fields, at, by))}
              onChange={(to) => put(definition.fields.map((x) => (x.key === each.key ? to : x)))}
              onDrop={() => put(definition.fields.filter((x) => x.key !== each.key))}
            />
          </li>
        ))}
      </ul>
      <FieldError>{error}</FieldError>
      <h3>{t('fields.other')}</h3>
      <div className={css.adds}>
        {others.map((x) => (
          <Button key={x.key} size="small" icon="plus" onClick={() => put([...definition.fields, chosen(x.key)])}>
            {f.words(x.label)}
          </Button>
        ))}
        {!others.length && <span className="caption">{t('fields.none')}</span>}
      </div>
    </Part>
  )
}

type RowProps = {
  form: Form
  each: Chosen
  first: boolean
  last: boolean
  open: boolean
  editing: Editing
  onOpen: () => void
  onMove: (by: -1 | 1) => void
  onChange: (to: Chosen) => void
  onDrop: () => void
}

function Row({ form, each, first, last, open, editing, onOpen, onMove, onChange, onDrop }: RowProps) {
  const t = useText('publicForms')
  const f = useFormat()
  const field = form.fields.find((x) => x.key === each.key)
  const name = field ? f.words(each.label) || f.words(field.label) : each.key
  return (
    <>
      <div className={css.row}>
        <span className={css.name}>
          <span className="ellipsis">{name}</span>
          {!field && <span className="caption hot">{t('fields.gone')}</span>}
          {f.words(each.group) && <span className="caption ellipsis">{f.words(each.group)}</span>}
        </span>
        {field?.required ? (
          <span className="caption">{t('fields.always')}</span>
        ) : (
          <Checkbox checked={each.required} onChange={(required) => onChange({ ...each, required })}>
            {t('fields.required')}
          </Checkbox>
        )}
        {field?.offers && (
          <Checkbox checked={each.options ?? false} onChange={(options) => onChange({ ...each, options })}>
            {t('fields.options')}
          </Checkbox>
        )}
        <span className={css.acts}>
          <IconButton
            size="small"
            icon="arrow-up"
            label={t('fields.up', { field: name })}
            disabled={first}
            onClick={() => onMove(-1)}
          />
          <IconButton
            size="small"
            icon="arrow-down"
            label={t('fields.down', { field: name })}
            disabled={last}
            onClick={() => onMove(1)}
          />
          <IconButton
            size="small"
            icon="pencil"
            label={t('fields.edit', { field: name })}
            aria-expanded={open}
            onClick={onOpen}
          />
          <IconButton size="small" icon="close" label={t('fields.drop', { field: name })} onClick={onDrop} />
        </span>
      </div>
      {open && (
        <div className={css.edit}>
          {(['label', 'hint', 'group'] as const).map((part) => (
            <WordsInput
              key={part}
              label={t(`fields.${part}`)}
              value={each[part]}
              languages={editing.draft.definition.languages}
              onChange={(words) => onChange({ ...each, [part]: words })}
            />
          ))}
        </div>
      )}
    </>
  )
}
