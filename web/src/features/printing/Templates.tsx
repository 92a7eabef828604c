// The print templates of a form: upload, mend, offer, and try each on a record; beside them every placeholder.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Form, Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Dropzone, EmptyState, ErrorState, Field, SkeletonRows } from '@/ui'
import { Paper } from './Paper'
import { Placeholders } from './Placeholders'
import { TemplateCard } from './TemplateCard'
import css from './printing.module.css'
import { starterOf, usePages, useTemplates, useTemplateWork, type Template } from './printing'

export function Templates({ form }: { form: Form }) {
  const t = useText('printing')
  const list = useTemplates(form.key)
  const work = useTemplateWork(form.key)
  const [chosen, setChosen] = useState<number | null>(null)
  if (list.isPending) return <SkeletonRows count={8} />
  if (list.isLoadingError) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  const { items, placeholders } = list.data
  const shown = items.find((each) => each.id === chosen) ?? items[0]
  const take = (file: File | undefined) => {
    if (!file) return
    const done = { onSuccess: (made: Template) => setChosen(made.id), onError: (e: unknown) => toast({ text: why(e) }) }
    work.upload.mutate({ file }, done)
  }
  const why = (e: unknown) => (isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed'))
  return (
    <div className={css.page}>
      <div className={css.setting}>
        <p className="t2">{t('about', { example: '{{ subject }}' })}</p>
        <Dropzone
          accept=".docx"
          onFiles={([file]) => take(file)}
          disabled={work.upload.isPending}
          text={t('drop')}
          compact
        />
        <Button look="text" icon="export" href={starterOf(form.key)}>
          {t('starter')}
        </Button>
        {items.length === 0 && <EmptyState what={t('none')} why={t('noneWhy')} />}
        <ul className={css.templates}>
          {items.map((each) => (
            <TemplateCard
              key={each.id}
              form={form}
              template={each}
              chosen={each.id === shown?.id}
              onChoose={() => setChosen(each.id)}
              why={why}
            />
          ))}
        </ul>
        <Placeholders groups={placeholders} />
      </div>
      <TryOut form={form} template={shown} />
    </div>
  )
}

/** A look at the pages with a record of one's choice. */
function TryOut({ form, template }: { form: Form; template: Template | undefined }) {
  const t = useText('printing')
  const [record, setRecord] = useState<Ref | null>(null)
  const what = { ids: record ? [record.id] : [], template: template?.id ?? null }
  const pages = usePages(form.key, what, template?.version, record !== null)
  return (
    <section className={css.trying} aria-label={t('tryOn')}>
      <Field label={t('tryOn')}>
        {(field) => (
          <Picker
            {...field}
            from={{ records: form.key }}
            value={record}
            onChange={setRecord}
            placeholder={t('chooseRecord')}
          />
        )}
      </Field>
      {record ? <Paper pages={pages} /> : <EmptyState what={t('tryFirst')} why={t('tryWhy')} />}
    </section>
  )
}
