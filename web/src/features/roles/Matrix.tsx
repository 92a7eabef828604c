// The matrix: forms down, actions across, in every cell on which rows the role lets it.
import { useMemo, useState, type KeyboardEvent } from 'react'
import { useFormat } from '@/core/format'
import { useForms } from '@/core/forms'
import { useMe } from '@/core/session'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Input, Menu } from '@/ui'
import { useBench } from './bench'
import { MatrixCell } from './MatrixCell'
import { formsIn, setColumn } from './model'
import { RowMenu } from './RowMenu'
import css from './Roles.module.css'
import { useFormNames } from './scopeWords'
import { ACTIONS, ANY, SCOPES, type Action } from './types'

type Group = { key: string; label: string; forms: string[] }

export function Matrix() {
  const t = useText('roles')
  const [q, setQ] = useState('')
  const [only, setOnly] = useState(false)
  const groups = useGroups(q, only)
  const rows = groups.flatMap((group) => group.forms)
  return (
    <section className={css.matrixPart}>
      <div className={css.matrixBar}>
        <Input
          value={q}
          onChange={setQ}
          icon="search"
          placeholder={t('findForm')}
          aria-label={t('findForm')}
          clearable
        />
        <Checkbox checked={only} onChange={setOnly}>
          {t('onlyGranted')}
        </Checkbox>
        <span className="caption">{t('matrixHint')}</span>
      </div>
      <div className={css.matrix} role="grid" aria-label={t('matrix')} onKeyDown={walk}>
        <div role="row" className={css.headRow}>
          <span role="columnheader" className={css.corner}>
            {t('form')}
          </span>
          {ACTIONS.map((action) => (
            <ColumnHead key={action} action={action} forms={rows.filter((form) => form !== ANY)} />
          ))}
          <span role="columnheader" aria-label={t('quick')} />
        </div>
        {groups.map((group) => (
          <Part key={group.key} group={group} start={rows.indexOf(group.forms[0] ?? '')} />
        ))}
        {rows.length === 0 && <p className={css.noForm}>{t('noForm')}</p>}
      </div>
    </section>
  )
}

function Part({ group, start }: { group: Group; start: number }) {
  return (
    <>
      {group.label && (
        <div role="row" className={css.groupRow}>
          <span role="rowheader">{group.label}</span>
        </div>
      )}
      {group.forms.map((form, at) => (
        <FormRow key={form} form={form} row={start + at} />
      ))}
    </>
  )
}

function FormRow({ form: key, row }: { form: string; row: number }) {
  const bench = useBench()
  const name = useFormNames()(key)
  const form = useForms().data?.items.find((each) => each.key === key)
  const on = bench.form === key
  return (
    <div role="row" className={`${css.formRow} ${on ? css.chosen : ''}`}>
      <span role="rowheader" className={css.formName}>
        <button
          type="button"
          className="plain-button ellipsis"
          aria-pressed={on}
          onClick={() => bench.choose(on ? null : key)}
          title={name}
        >
          {name}
        </button>
      </span>
      {ACTIONS.map((action, column) => (
        <MatrixCell key={action} form={form} formKey={key} action={action} at={`${row}:${column}`} />
      ))}
      <span role="gridcell" className={css.rowMenu}>
        <RowMenu form={key} name={name} />
      </span>
    </div>
  )
}

/** A whole column: one scope for every form that is shown. */
function ColumnHead({ action, forms }: { action: Action; forms: string[] }) {
  const t = useText('roles')
  const { grid } = useBench()
  const items = [
    {
      heading: t('wholeColumn', { count: forms.length }),
      items: [
        ...SCOPES.map((scope) => ({
          key: scope,
          label: t(`scopeMenu.${scope}`),
          onSelect: () => grid((now) => setColumn(now, forms, action, [scope])),
        })),
        { key: 'none', label: t('nothing'), onSelect: () => grid((now) => setColumn(now, forms, action, [])) },
      ],
    },
  ]
  return (
    <span role="columnheader" className={css.columnHead} aria-label={t(`action.${action}`)}>
      <Menu items={items}>
        <button type="button" className="plain-button" aria-haspopup="menu" title={t(`actionWhy.${action}`)}>
          {t(`action.${action}`)}
        </button>
      </Menu>
    </span>
  )
}

const STEPS: { [key: string]: [number, number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Arrows go from cell to cell. */
function walk(e: KeyboardEvent<HTMLElement>): void {
  const at = (e.target as HTMLElement).dataset['at']
  const step = STEPS[e.key]
  if (!at || !step) return
  const [row = 0, column = 0] = at.split(':').map(Number)
  const next = e.currentTarget.querySelector<HTMLElement>(`[data-at="${row + step[0]}:${column + step[1]}"]`)
  if (!next) return
  e.preventDefault()
  next.focus()
}

/** Forms in the order of the navigation, every form first, what no section names last; as far as they are searched for. */
function useGroups(q: string, only: boolean): Group[] {
  const t = useText('roles')
  const f = useFormat()
  const me = useMe()
  const forms = useForms().data?.items
  const { now } = useBench()
  const named = useFormNames()
  const granted = useMemo(() => new Set(formsIn(now.matrix)), [now.matrix])
  const known = (forms ?? []).map((form: Form) => form.key)
  const fits = (key: string) => (!only || granted.has(key)) && named(key).toLowerCase().includes(q.trim().toLowerCase())
  const sections = me.menu.map((section) => ({
    key: section.section,
    label: f.words(section.label),
    forms: section.items
      .map((item) => /^\/f\/([\w]+)$/.exec(item.route)?.[1] ?? '')
      .filter((key) => known.includes(key)),
  }))
  const placed = new Set(sections.flatMap((section) => section.forms))
  const lost = [...granted].filter((key) => key !== ANY && !known.includes(key))
  const seen = new Set<string>()
  return [
    { key: ANY, label: '', forms: [ANY] },
    ...sections,
    { key: 'other', label: t('otherForms'), forms: known.filter((key) => !placed.has(key)) },
    { key: 'lost', label: t('lostForms'), forms: lost },
  ]
    .map((group) => ({ ...group, forms: group.forms.filter((key) => fits(key) && !seen.has(key) && seen.add(key)) }))
    .filter((group) => group.forms.length > 0)
}
