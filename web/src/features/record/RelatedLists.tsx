// Records that point at this one, with their totals; a new one starts with the link filled in.
import { useState } from 'react'
import { Link } from 'react-router'
import { titleOf } from '@/core/titles'
import { fieldOf, may, slot, stageOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { isRef } from '@/core/search'
import type { Form, Row } from '@/core/types'
import { CreateDrawer } from '@/features/record-form'
import { TaskLine } from '@/features/tasks/TaskLine'
import { useText } from '@/i18n'
import { maskOf } from '@/kinds'
import { Avatar, Chip, ErrorState, IconButton, SkeletonRows, StageGlyph } from '@/ui'
import { useRelated, type Related } from './record'
import css from './Record.module.css'

/** `none`: what is said where nothing can be related to it. */
export function RelatedLists({ form, row, none }: { form: Form; row: Row; none?: string }) {
  const related = useRelated(form.key, row.id)
  const forms = useForms().data?.items ?? []
  if (related.isPending) return <SkeletonRows count={4} height="32px" />
  if (related.isLoadingError) return <ErrorState error={related.error} retry={() => void related.refetch()} compact />
  return (
    <div className={css.related}>
      <Lists form={form} row={row} lists={related.data.items} forms={forms} />
      <Around form={form} row={row} forms={forms} />
      {none && <p className={css.none}>{none}</p>}
    </div>
  )
}

type ListsProps = { form: Form; row: Row; lists: Related[]; forms: Form[]; onlyFilled?: boolean }

function Lists({ form, row, lists, forms, onlyFilled }: ListsProps) {
  const known = lists.map((r) => ({ r, target: forms.find((f) => f.key === r.form) })).filter((x) => x.target)
  // What was done stands in the timeline already.
  const shown = known.filter((x) => !x.target!.traits?.activity && (!onlyFilled || x.r.total > 0))
  const sorted = [...shown.filter((x) => x.r.total > 0), ...shown.filter((x) => x.r.total === 0)]
  return sorted.map(({ r, target }) => (
    <RelatedList
      key={`${r.form}.${r.field}`}
      related={r}
      target={target!}
      several={shown.filter((x) => x.r.form === r.form).length > 1}
      form={form}
      row={row}
    />
  ))
}

/** What else the customer of a deal has: its people, its other deals. */
function Around({ form, row, forms }: { form: Form; row: Row; forms: Form[] }) {
  const key = slot(form, 'pipeline', 'account')
  const above = key ? row[key] : null
  const target = form.fields.find((f) => f.key === key)?.options?.target
  const customer = forms.find((f) => f.key === target)
  if (!customer || !isRef(above) || above.locked) return null
  return (
    <AroundLists
      form={form}
      row={row}
      forms={forms}
      customer={customer}
      above={{ id: above.id, title: above.title ?? '' }}
    />
  )
}

type AroundProps = { form: Form; row: Row; forms: Form[]; customer: Form; above: { id: number; title: string } }

function AroundLists({ form, row, forms, customer, above }: AroundProps) {
  const t = useText('record')
  const related = useRelated(customer.key, above.id)
  const lists = (related.data?.items ?? []).map((r) => (r.form === form.key ? withoutItself(r, row.id) : r))
  if (!lists.some((r) => r.total > 0)) return null
  return (
    <>
      <p className={`caption ${css.around}`}>{t('sameCustomer', { name: above.title })}</p>
      <Lists
        form={customer}
        row={{ id: above.id, version: 0, title: above.title }}
        lists={lists}
        forms={forms}
        onlyFilled
      />
    </>
  )
}

const withoutItself = (r: Related, id: number): Related => {
  const items = r.items.filter((item) => item.id !== id)
  return { ...r, items, total: r.total - 1, sum: null }
}

type ListProps = { related: Related; target: Form; several: boolean; form: Form; row: Row }

function RelatedList({ related, target, several, form, row }: ListProps) {
  const t = useText('record')
  const f = useFormat()
  const [creating, setCreating] = useState(false)
  const field = target.fields.find((x) => x.key === related.field)
  const any = field?.options?.target === '*'
  const link = any ? { form: form.key, id: row.id, title: titleOf(row) } : { id: row.id, title: titleOf(row) }
  const all = listRoute(target.key, {
    field: related.field,
    op: 'eq',
    value: any ? { form: form.key, id: row.id } : row.id,
  })
  return (
    <section className={css.relatedList}>
      <h3>
        <Link to={all}>
          {several ? f.words(related.label) : f.words(target.plural) || f.words(target.label)}{' '}
          <span className="t3">{f.number(related.total)}</span>
        </Link>
        <span className={css.relatedSum}>
          {related.sum && related.sum.value !== 0 ? f.money(related.sum.value) : ''}
        </span>
        {may(target, 'create') && (
          <IconButton
            icon="plus"
            size="small"
            label={t('addRelated', { form: f.words(target.label) })}
            onClick={() => setCreating(true)}
          />
        )}
      </h3>
      <ul>
        {related.items.map((item) => (
          <li key={item.id}>
            <Link to={`/f/${target.key}/${item.id}`} className={css.relatedRow}>
              <RelatedRow form={target} item={item} />
            </Link>
            {target.traits?.task && <TaskLine form={target} item={item} />}
          </li>
        ))}
      </ul>
      {related.total > related.items.length && (
        <Link to={all} className="caption">
          <span className="ac">{t('seeAll', { count: related.total })}</span>
        </Link>
      )}
      <CreateDrawer
        form={target}
        open={creating}
        onClose={() => setCreating(false)}
        start={{ [related.field]: link }}
      />
    </section>
  )
}

function RelatedRow({ form, item }: { form: Form; item: Row }) {
  const f = useFormat()
  const stage = stageOf(form, item.stage)
  const amount = slot(form, 'pipeline', 'amount')
  const due = slot(form, 'task', 'due_at')
  const person = form.traits?.party && !form.pipelines?.length
  const role = form.fields.find((x) => x.key === 'title' || x.key === 'role')
  const told = role && item[role.key]
  const more = typeof told === 'string' ? told : (maskOf(told) ?? '')
  const dueAt = due && typeof item[due] === 'string' ? (item[due] as string) : null
  return (
    <>
      {person && <Avatar name={titleOf(item)} />}
      <span className="ellipsis">
        {titleOf(item)} {fieldOf(form, role?.key ?? '')?.kind === 'text' && <span className="t3">{more}</span>}
      </span>
      <span className={css.relatedEnd}>
        {amount && typeof item[amount] === 'number' && <span className="t3">{f.money(item[amount] as number)}</span>}
        {amount && maskOf(item[amount]) && <span className="t3">{maskOf(item[amount])}</span>}
        {stage &&
          (stage.type === 'won' ? (
            <span className="won caption">{f.words(stage.label)}</span>
          ) : (
            <StageGlyph probability={stage.probability ?? 0} type={stage.type} />
          ))}
        {dueAt && <Chip>{f.date(dueAt)}</Chip>}
        {!amount && !dueAt && isRef(item.owner) && !person && <span className="caption">{item.owner.title}</span>}
      </span>
    </>
  )
}
