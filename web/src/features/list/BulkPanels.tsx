// Whom to assign to; which field to change to what.
import { useState, type FormEvent } from 'react'
import { stagesOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Field, Form, Ref, Value } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor, kindOf, toWrite } from '@/kinds'
import { Button, Field as Labelled, Select } from '@/ui'
import type { useBulkWork } from './bulk'
import css from './panels.module.css'

type Work = ReturnType<typeof useBulkWork>

const OWNER: Field = { key: 'owner', kind: 'person', label: {} }

export function AssignPanel({ count, work, onDone }: { count: number; work: Work; onDone: () => void }) {
  const t = useText('list')
  const [owner, setOwner] = useState<Value>(null)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!owner) return
    onDone()
    void work.run({ move: { to: 'assign', owner: (owner as Ref).id } }, 'assigned')
  }
  return (
    <form className={css.panel} onSubmit={submit}>
      <Labelled label={t('bulk.assignTo', { count })}>
        {(ids) => <FieldEditor field={OWNER} value={owner} onChange={setOwner} ids={ids} />}
      </Labelled>
      <div className={css.foot}>
        <Button size="small" look="primary" type="submit" disabled={!owner} loading={work.busy}>
          {t('bulk.assign')}
        </Button>
      </div>
    </form>
  )
}

export function StagePanel({
  form,
  count,
  work,
  onDone,
}: {
  form: Form
  count: number
  work: Work
  onDone: () => void
}) {
  const t = useText('list')
  const f = useFormat()
  const [stage, setStage] = useState<string | null>(null)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!stage) return
    onDone()
    void work.run({ move: { to: 'stage', stage } }, 'changed')
  }
  return (
    <form className={css.panel} onSubmit={submit}>
      <Labelled label={t('bulk.stageOf', { count })}>
        {(ids) => (
          <Select
            id={ids.id}
            options={stagesOf(form).map((x) => ({ value: x.key, label: f.words(x.label) }))}
            value={stage}
            onChange={setStage}
          />
        )}
      </Labelled>
      <div className={css.foot}>
        <Button size="small" look="primary" type="submit" disabled={!stage} loading={work.busy}>
          {t('bulk.apply', { count })}
        </Button>
      </div>
    </form>
  )
}

/** Fields of which every record may get the same value. */
export const bulkFields = (form: Form): Field[] =>
  form.fields.filter(
    (f) =>
      !f.readonly &&
      f.key !== form.title &&
      kindOf(f.kind).Editor &&
      !['detail', 'file', 'image', 'signature'].includes(f.kind),
  )

export function ChangePanel({
  form,
  count,
  work,
  onDone,
}: {
  form: Form
  count: number
  work: Work
  onDone: () => void
}) {
  const t = useText('list')
  const f = useFormat()
  const [key, setKey] = useState<string | null>(null)
  const [value, setValue] = useState<Value>(null)
  const field = form.fields.find((x) => x.key === key)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!field) return
    onDone()
    void work.run({ change: toWrite([field], { [field.key]: value }) }, 'changed')
  }
  return (
    <form className={css.panel} onSubmit={submit}>
      <Labelled label={t('bulk.changeOf', { count })}>
        {(ids) => (
          <Select
            id={ids.id}
            options={bulkFields(form).map((x) => ({ value: x.key, label: f.words(x.label) }))}
            value={key}
            onChange={(k) => {
              setKey(k)
              setValue(null)
            }}
            searchable
          />
        )}
      </Labelled>
      {field && (
        <Labelled label={t('bulk.value')}>
          {(ids) => (
            <FieldEditor key={field.key} field={field} form={form} value={value} onChange={setValue} ids={ids} />
          )}
        </Labelled>
      )}
      <div className={css.foot}>
        <Button size="small" look="primary" type="submit" disabled={!field} loading={work.busy}>
          {t('bulk.apply', { count })}
        </Button>
      </div>
    </form>
  )
}
