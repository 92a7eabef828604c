// Printing records: with which template, a look at the pages, then as PDF or Word.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { save } from '@/core/files'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { useRemembered } from '@/core/remembered'
import { toast } from '@/core/toasts'
import type { Form, Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Drawer, Field, IconButton, Select } from '@/ui'
import { Paper } from './Paper'
import css from './printing.module.css'
import { printFile, useChoices, usePages } from './printing'

const BUILT_IN = 0

export function PrintDialog({ form, ids, onClose }: { form: Form; ids: Id[]; onClose: () => void }) {
  const t = useText('printing')
  const f = useFormat()
  const phone = usePhone()
  const navigate = useNavigate()
  const choices = useChoices(form.key)
  const [last, keep] = useRemembered(`print.${form.key}`)
  const [picked, setPicked] = useState<number | null>(null)
  const offered = choices.data?.items ?? []
  const wanted = picked ?? (typeof last === 'number' ? last : null) ?? offered[0]?.id ?? BUILT_IN
  const chosen = offered.some((each) => each.id === wanted) ? wanted : BUILT_IN
  const what = { ids, template: chosen === BUILT_IN ? null : chosen }
  const pages = usePages(form.key, what, 0, !choices.isPending)
  const print = useMutation({
    mutationFn: (format: 'pdf' | 'docx') => printFile(form.key, what, format),
    onSuccess: (file) => save(file),
    onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
  })
  const choose = (id: number) => {
    setPicked(id)
    keep(id)
  }
  const options = [
    ...offered.map((each) => ({ value: each.id, label: f.words(each.label) })),
    { value: BUILT_IN, label: t('builtIn') },
  ]
  const waiting = (format: 'pdf' | 'docx') => print.isPending && print.variables === format
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={ids.length > 1 ? t('titleMany', { count: ids.length }) : t('title')}
      extra={
        choices.data?.configure && (
          <IconButton icon="pencil" label={t('configure')} onClick={() => void navigate(`/f/${form.key}/prints`)} />
        )
      }
      footer={
        <>
          <Button size={phone ? 'large' : 'normal'} loading={waiting('docx')} onClick={() => print.mutate('docx')}>
            {ids.length > 1 ? t('wordMany') : t('word')}
          </Button>
          <Button
            look="primary"
            icon="print"
            size={phone ? 'large' : 'normal'}
            loading={waiting('pdf')}
            onClick={() => print.mutate('pdf')}
          >
            {t('pdf')}
          </Button>
        </>
      }
    >
      <div className={css.dialog}>
        <Field label={t('template')}>
          {(field) => <Select {...field} options={options} value={chosen} onChange={(id) => choose(id ?? BUILT_IN)} />}
        </Field>
        <Paper pages={pages} />
      </div>
    </Drawer>
  )
}
