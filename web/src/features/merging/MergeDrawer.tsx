// Merging by clicking: which record stays, and for each field that differs whose value; merges before can be split.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { MOST_MERGED, useMerge, useMerges, useSplit, useThese, type Merge } from '@/core/merging'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Field, Form, Id, Ref, Row } from '@/core/types'
import { useText } from '@/i18n'
import { FieldEditor } from '@/kinds'
import { Button, DateWords, Drawer, ErrorState, Field as Labelled, SkeletonRows } from '@/ui'
import { MergeChoices } from './MergeChoices'
import css from './merging.module.css'

type Props = { form: Form; ids: Id[]; onClose: () => void; onMerged?: (master: Id) => void }

export function MergeDrawer({ form, ids: begun, onClose, onMerged }: Props) {
  const t = useText('merging')
  const c = useText('common')
  const [ids, setIds] = useState(begun)
  const [master, setMaster] = useState(begun[0] ?? 0)
  const [take, setTake] = useState<{ [field: string]: Id }>({})
  const found = useThese(form.key, ids)
  const rows = found.map((x) => x.data).filter((row): row is Row => row !== undefined)
  const broken = found.find((x) => x.isError)
  const merge = useMerge(form.key)
  const split = useSplit(form.key)
  const add = (id: Id) => setIds(ids.includes(id) ? ids : [...ids, id])
  const go = () =>
    merge.mutate(
      { master, gone: ids.filter((id) => id !== master), take },
      {
        onSuccess: (done) => {
          // A promise: the drawer is closed by then, and callbacks of `mutate` with it.
          const undo = () =>
            void split
              .mutateAsync({ master, batch: done.batch })
              .catch((e: unknown) => toast({ text: isProblem(e) ? e.message : t('splitFailed') }))
          toast({ text: t('merged', { count: ids.length - 1 }), undo })
          onClose()
          onMerged?.(master)
        },
      },
    )
  return (
    <Drawer
      open
      onClose={onClose}
      width={720}
      title={t('title')}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button
            look="primary"
            disabled={ids.length < 2 || rows.length < ids.length}
            loading={merge.isPending}
            onClick={go}
          >
            {ids.length > 1 ? t('do', { count: ids.length }) : t('title')}
          </Button>
        </>
      }
    >
      {broken && <ErrorState error={broken.error} retry={() => void broken.refetch()} compact />}
      {!broken && rows.length < ids.length && <SkeletonRows count={6} />}
      {rows.length === ids.length && rows.length > 1 && (
        <MergeChoices form={form} rows={rows} master={master} onMaster={setMaster} take={take} onTake={setTake} />
      )}
      {ids.length < MOST_MERGED && <AddRecord form={form} onAdd={add} />}
      <p className="caption">{t('hint')}</p>
      {merge.isError && <ErrorState error={merge.error} compact />}
      <Before form={form} master={begun[0] ?? null} />
    </Drawer>
  )
}

function AddRecord({ form, onAdd }: { form: Form; onAdd: (id: Id) => void }) {
  const t = useText('merging')
  const field: Field = { key: 'other', kind: 'relation', label: {}, options: { target: form.key } }
  return (
    <Labelled label={t('add')}>
      {(ids) => (
        <FieldEditor field={field} value={null} onChange={(value) => value && onAdd((value as Ref).id)} ids={ids} />
      )}
    </Labelled>
  )
}

/** The merges that went into this record and can be taken back. */
function Before({ form, master }: { form: Form; master: Id | null }) {
  const t = useText('merging')
  const merges = useMerges(form.key, master).data?.items ?? []
  if (master === null || merges.length === 0) return null
  return (
    <section className={css.before}>
      <h3>{t('before')}</h3>
      <ul>
        {merges.map((each) => (
          <OneBefore key={each.batch} form={form} master={master} merge={each} />
        ))}
      </ul>
    </section>
  )
}

function OneBefore({ form, master, merge }: { form: Form; master: Id; merge: Merge }) {
  const t = useText('merging')
  const f = useFormat()
  const split = useSplit(form.key)
  const done = (told: { back: Id[]; left: number }) =>
    toast({ text: told.left > 0 ? t('splitPartly', { left: f.number(told.left) }) : t('splitDone') })
  return (
    <li className={css.one}>
      <span>
        {merge.gone.map((row) => row.title || `#${row.id}`).join(t('comma'))}
        <span className="caption">
          {t('records', { count: merge.records })} · <DateWords value={merge.at} withTime />
          {merge.by?.title ? ` · ${merge.by.title}` : ''}
        </span>
        {split.isError && <ErrorState error={split.error} compact />}
      </span>
      <Button
        size="small"
        loading={split.isPending}
        onClick={() => split.mutate({ master, batch: merge.batch }, { onSuccess: done })}
      >
        {t('split')}
      </Button>
    </li>
  )
}
