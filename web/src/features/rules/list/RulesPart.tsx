// All rules by form: what each does, who owns it, how it fares; switched, rehearsed, deleted, brought back.
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, Input, Segmented, Select, SheetChooser, SkeletonRows } from '@/ui'
import { NewRuleButton } from './NewRuleButton'
import { RuleRow } from './RuleRow'
import css from './Rules.module.css'
import { isFound, isShown, SHOWN, useDeletedRules, useRules, type Rule, type Shown } from './rules'
import { Starters } from './Starters'

const NONE = '-'

export function RulesPart() {
  const t = useText('rules')
  const rules = useRules()
  const [query, setQuery] = useSearchParams()
  const [q, setQ] = useState('')
  const shown = (SHOWN.find((each) => each === query.get('state')) ?? 'all') as Shown
  const form = query.get('form')
  const deleted = useDeletedRules(shown === 'deleted')
  const set = (name: 'state' | 'form', value: string | null) =>
    setQuery(
      (now) => {
        if (value) now.set(name, value)
        else now.delete(name)
        return now
      },
      { replace: true },
    )
  if (rules.isPending) return <SkeletonRows count={6} />
  if (rules.isLoadingError) return <ErrorState error={rules.error} retry={() => void rules.refetch()} />
  const all = rules.data.items
  const from = shown === 'deleted' ? (deleted.data?.items ?? []) : all
  const ofForm = (rule: Rule) => !form || (rule.form ?? NONE) === form
  const found = from.filter((rule) => ofForm(rule) && isShown(rule, shown) && isFound(rule, q.trim()))
  const bare = all.length === 0 && shown !== 'deleted'
  return (
    <section className={css.part}>
      <div className={css.top}>
        <p className="t2">{t('why')}</p>
        <span className={css.acts}>
          <Link to="/settings/rules/runs" className={css.runs}>
            <Button icon="history">{t('runs')}</Button>
          </Link>
          <NewRuleButton form={form && form !== NONE ? form : null} />
        </span>
      </div>
      {!bare && (
        <Bar
          rules={all.filter(ofForm)}
          every={all}
          q={q}
          onQ={setQ}
          shown={shown}
          onShown={(value) => set('state', value === 'all' ? null : value)}
          form={form}
          onForm={(value) => set('form', value)}
        />
      )}
      {shown === 'deleted' && <p className="caption">{t('deletedWhy')}</p>}
      {bare ? <Starters /> : found.length === 0 && <Nothing shown={shown} />}
      <Groups rules={found} />
    </section>
  )
}

function Nothing({ shown }: { shown: Shown }) {
  const t = useText('rules')
  return shown === 'deleted' ? (
    <EmptyState what={t('noneDeleted')} />
  ) : (
    <EmptyState what={t('none')} why={t('noneWhy')} />
  )
}

type BarProps = {
  rules: Rule[]
  every: Rule[]
  q: string
  onQ: (q: string) => void
  shown: Shown
  onShown: (shown: Shown) => void
  form: string | null
  onForm: (form: string | null) => void
}

function Bar({ rules, every, q, onQ, shown, onShown, form, onForm }: BarProps) {
  const t = useText('rules')
  const f = useFormat()
  const phone = usePhone()
  const names = new Map(every.map((rule) => [rule.form ?? NONE, f.words(rule.form_label) || t('without')]))
  const count = (each: Shown) => rules.filter((rule) => isShown(rule, each)).length
  const label = (each: Shown) => `${t(`states.${each}`)}${each === 'deleted' ? '' : ` ${f.number(count(each))}`}`
  const states = SHOWN.map((value) => ({ value, label: label(value) }))
  return (
    <div className={css.bar}>
      <span className={css.find}>
        <Input value={q} onChange={onQ} icon="search" placeholder={t('find')} aria-label={t('find')} clearable />
      </span>
      <span className={css.form}>
        <Select<string>
          value={form}
          onChange={onForm}
          clearable
          placeholder={t('anyForm')}
          aria-label={t('form')}
          options={[...names].map(([value, name]) => ({ value, label: name }))}
        />
      </span>
      {phone ? (
        <SheetChooser label={t('state')} value={shown} onChange={(to) => onShown(to as Shown)} options={states} />
      ) : (
        <Segmented<Shown> value={shown} onChange={onShown} aria-label={t('state')} options={states} />
      )}
    </div>
  )
}

function Groups({ rules }: { rules: Rule[] }) {
  const t = useText('rules')
  const f = useFormat()
  const groups = new Map<string, Rule[]>()
  for (const rule of rules) groups.set(rule.form ?? NONE, [...(groups.get(rule.form ?? NONE) ?? []), rule])
  return [...groups].map(([key, some]) => (
    <section key={key} className={css.group}>
      <h2>{f.words(some[0]?.form_label) || t('without')}</h2>
      <ul className={css.rows}>
        {some.map((rule) => (
          <RuleRow key={`${rule.key} ${rule.state === 'deleted' ? rule.changed_at : ''}`} rule={rule} />
        ))}
      </ul>
    </section>
  ))
}
