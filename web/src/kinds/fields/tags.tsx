// Free words; those in use are suggested while typing.
import { useState } from 'react'
import { useForms } from '@/core/forms'
import { useTagsInUse } from '@/core/search'
import type { Field, Form, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Chip, TagSelect } from '@/ui'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { useLatest } from '../latest'
import { OfferSelect } from '../OfferSelect'
import { Empty } from '../RefCell'

const SHOWN = 2

const tagsOf = (value: Value): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [])

function Cell({ value, full }: CellProps) {
  const t = useText('fields')
  const tags = tagsOf(value)
  if (tags.length === 0) return <Empty />
  const shown = full ? tags : tags.slice(0, SHOWN)
  return (
    <span className={full ? css.pictures : css.tags} title={tags.join(' · ')}>
      {shown.map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
      {tags.length > shown.length && (
        <span className="caption">{t('moreItems', { count: tags.length - shown.length })}</span>
      )}
    </span>
  )
}

/** The form a field belongs to, where whoever draws it does not say. */
function useFormOf(field: Field, form: Form | undefined): Form | undefined {
  const forms = useForms()
  return form ?? forms.data?.items.find((x) => x.fields.includes(field))
}

function useSuggestions(field: Field, form: Form | undefined, q: string) {
  const found = useTagsInUse(useFormOf(field, form)?.key, field.key, q)
  return (found.data ?? []).map(({ tag, count }) => ({
    value: tag,
    search: tag,
    label: (
      <span className={css.option}>
        <span className="ellipsis">{tag}</span>
        {count > 0 && <span className="caption">{count}</span>}
      </span>
    ),
  }))
}

function Editor(props: EditorProps) {
  return props.field.offers ? <OfferSelect many {...props} /> : <Words {...props} />
}

function Words({ value, onChange, onDone, field, form, ...rest }: EditorProps) {
  const t = useText('fields')
  const [q, setQ] = useState('')
  const latestRef = useLatest(value)
  return (
    <TagSelect
      {...rest}
      options={useSuggestions(field, form, q)}
      value={tagsOf(value)}
      onChange={(v) => {
        latestRef.current = v
        onChange(v)
      }}
      onSearch={setQ}
      // What was typed last becomes a tag while the box is being left.
      onClose={() => onDone && setTimeout(() => onDone(latestRef.current))}
      placeholder={t('typeTags')}
      maxCount={field.options?.max ?? undefined}
      defaultOpen={Boolean(rest.autoFocus && onDone)}
    />
  )
}

function Operand({ value, onChange, field, ...rest }: OperandProps) {
  const t = useText('fields')
  const [q, setQ] = useState('')
  return (
    <TagSelect
      aria-label={rest['aria-label']}
      options={useSuggestions(field, undefined, q)}
      value={tagsOf(value)}
      onChange={onChange}
      onSearch={setQ}
      placeholder={t('typeTags')}
    />
  )
}

const tags: FieldKind = { key: 'tags', icon: 'tag', Cell, Editor, Operand, width: 168 }
export default tags
