// The editor of a view: one panel beside the list, which shows at once what is being made.
import { useState } from 'react'
import { fieldOf, fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Form, View } from '@/core/types'
import { ColumnsPanel } from '@/features/list/ColumnsPanel'
import { FilterBuilder } from '@/features/list/FilterBuilder'
import { countConditions } from '@/features/list/filterModel'
import { useViewEditor, type Draft } from '@/features/list/preview'
import { keyOf, SortPanel } from '@/features/list/SortPanel'
import { defaultColumns, mayGroup } from '@/features/list/state'
import { useText } from '@/i18n'
import { Button, Drawer, FieldError, Select } from '@/ui'
import { Basics } from './Basics'
import { ButtonsPart } from './ButtonsPart'
import { ColoursPart } from './ColoursPart'
import { Fold } from './Fold'
import { LayoutPart } from './LayoutPart'
import { useSaveView } from './save'
import css from './views.module.css'

export default function ViewEditor({ form }: { form: Form }) {
  const { form: open, view, draft } = useViewEditor()
  if (open !== form.key || !draft) return null
  return <OpenEditor form={form} view={view} draft={draft} />
}

type Props = { form: Form; view: View | null; draft: Draft }

function OpenEditor({ form, view, draft }: Props) {
  const t = useText('views')
  const l = useText('list')
  const c = useText('common')
  const [begun] = useState(draft)
  const [tried, setTried] = useState(false)
  const save = useSaveView(form)
  const { open, close } = useViewEditor()
  const leave = () => {
    close()
    if (draft !== begun) toast({ text: t('left'), undo: () => open(form.key, view, draft) })
  }
  const submit = () => {
    setTried(true)
    if (draft.name.trim() && !lacks(draft)) save.mutate({ view, draft })
  }
  const missing = tried && !draft.name.trim() ? l('view.missingName') : undefined
  return (
    <Drawer
      open
      beside
      onClose={leave}
      title={t(view ? 'editTitle' : 'newTitle')}
      footer={
        <>
          <Button onClick={leave}>{c('cancel')}</Button>
          <Button look="primary" onClick={submit} loading={save.isPending}>
            {l('view.create')}
          </Button>
        </>
      }
    >
      <div className={css.editor}>
        <Basics form={form} draft={draft} error={missing} />
        {view && view.id === null && <p className="caption">{t('replaces')}</p>}
        <LayoutPart form={form} definition={draft.definition} />
        <Parts form={form} draft={draft} />
        <FieldError>{tried && lacks(draft) ? t('chooseRoles') : save.error ? told(save.error) : null}</FieldError>
      </div>
    </Drawer>
  )
}

const lacks = (draft: Draft): boolean => draft.audience === 'roles' && !draft.definition.roles?.length

const told = (error: unknown): string =>
  isProblem(error) ? error.errors.map((each) => each.detail).find(Boolean) || error.message : String(error)

/** What is shown: fields, filter, order, groups, colours, buttons. */
function Parts({ form, draft }: { form: Form; draft: Draft }) {
  const t = useText('views')
  const l = useText('list')
  const f = useFormat()
  const define = useViewEditor((s) => s.define)
  const { definition } = draft
  const columns = definition.columns?.length ? definition.columns : defaultColumns(form)
  const conditions = countConditions(definition.filter ?? null)
  const sort = definition.sort ?? []
  const nameOf = (key: string | null | undefined) => f.words(key ? fieldOf(form, key)?.label : null)
  const table = (definition.layout ?? 'table') === 'table'
  return (
    <div>
      {table && (
        <Fold title={t('columns')} said={columns.map(nameOf).filter(Boolean).join(t('and'))}>
          {() => <ColumnsPanel form={form} columns={columns} onChange={(next) => define({ columns: next })} bare />}
        </Fold>
      )}
      <Fold title={l('filter')} said={conditions ? t('conditions', { count: conditions }) : t('everything')}>
        {(shut) => (
          <FilterBuilder
            form={form}
            filter={definition.filter ?? null}
            total={undefined}
            onChange={(filter) => define({ filter })}
            onDone={shut}
          />
        )}
      </Fold>
      <Fold title={l('sort')} said={sort.map((each) => nameOf(keyOf(each))).join(t('and')) || l('sorting.none')}>
        {() => <SortPanel form={form} sort={sort} onChange={(next) => define({ sort: next })} bare />}
      </Fold>
      {table && (
        <Fold title={l('group.title')} said={nameOf(definition.group) || l('group.none')}>
          {() => (
            <Select
              aria-label={l('group.title')}
              clearable
              placeholder={l('group.none')}
              options={fieldsOf(form)
                .filter(mayGroup)
                .map((field) => ({ value: field.key, label: f.words(field.label) }))}
              value={definition.group ?? null}
              onChange={(group) => define({ group })}
            />
          )}
        </Fold>
      )}
      <Fold title={t('colours')} said={t('coloursN', { count: definition.colours?.length ?? 0 })}>
        {() => <ColoursPart form={form} colours={definition.colours ?? []} />}
      </Fold>
      {table && (
        <Fold title={t('buttons')} said={t('buttonsN', { count: definition.buttons?.row?.length ?? 0 })}>
          {() => <ButtonsPart form={form} definition={definition} />}
        </Fold>
      )}
    </div>
  )
}
