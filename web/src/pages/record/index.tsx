// One record, one page: head, stages, figures, fields, timeline, related.
import { useEffect, useRef, useState } from 'react'
import { Link, Navigate, useLocation, useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useAtLeast, useMedia, usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { useRecord } from '@/core/records'
import { recordRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import type { Form, Id, Row } from '@/core/types'
import { Composers } from '@/features/record/Composers'
import { Fields } from '@/features/record/Fields'
import { Figures } from '@/features/record/Figures'
import { Head } from '@/features/record/Head'
import { PhoneRecord } from '@/features/record/PhoneRecord'
import css from '@/features/record/Record.module.css'
import { RelatedLists } from '@/features/record/RelatedLists'
import { StageBar } from '@/features/record/StageBar'
import { Timeline } from '@/features/record/Timeline'
import { useText } from '@/i18n'
import { RevealsHere } from '@/kinds'
import { Button, EmptyState, ErrorState, ProgressLine, SkeletonRows } from '@/ui'

export default function RecordPage() {
  const { form: key = '', id = '' } = useParams()
  const form = useForm(key)
  const record = useRecord(key, Number(id))
  const phone = usePhone()
  if (form.isLoadingError) return <ErrorState error={form.error} retry={() => void form.refetch()} />
  if (form.isSuccess && !form.data) return <NoRecord formKey={key} />
  const into = mergedInto(record.error)
  if (into !== null) return <LedOn to={recordRoute(key, into)} />
  if (isMissing(record.error) && !record.data) return <NoRecord formKey={key} />
  if (record.isLoadingError) return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!form.data || !record.data) return <SkeletonRows count={8} height="44px" />
  const Layout = phone ? PhoneRecord : DeskRecord
  return (
    <>
      <ProgressLine active={record.isFetching} />
      <RevealsHere key={`${key}/${id}`}>
        <Layout form={form.data} row={record.data} />
      </RevealsHere>
    </>
  )
}

/** The record that this one became. */
const mergedInto = (error: unknown): Id | null =>
  isProblem(error) && error.code === 'records.merged' ? Number(error.params.merged_into) : null

/** The address of a record that was merged leads to what it became, and says so. */
function LedOn({ to }: { to: string }) {
  const t = useText('merging')
  useEffect(() => toast({ text: t('ledOn') }), [t])
  return <Navigate to={to} replace />
}

/** There is none, or not for this person: the two are told alike. */
const isMissing = (error: unknown): boolean => isProblem(error) && (error.status === 404 || error.status === 403)

/** The way back: to the list it would be in, as it was left, else home. */
function NoRecord({ formKey }: { formKey: string }) {
  const t = useText('errors')
  const f = useFormat()
  const form = useForm(formKey).data
  const state = useLocation().state as { list?: unknown } | null
  const search = typeof state?.list === 'string' ? state.list : ''
  const home = <Link to="/">{t('notFound.home')}</Link>
  return (
    <EmptyState
      what={t('notFound.title')}
      why={t('notFound.next')}
      action={
        form && (
          <Link to={{ pathname: `/f/${form.key}`, search }} className="plain-button">
            <Button icon="left">{t('notFound.back', { form: f.words(form.plural) || f.words(form.label) })}</Button>
          </Link>
        )
      }
      link={home}
    />
  )
}

function DeskRecord({ form, row }: { form: Form; row: Row }) {
  const [focus, setFocus] = useState(0)
  const [done, setDone] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  const [asking, setAsking] = useState(false)
  const compact = scrolled && !asking // what a gate asks hangs from the stages
  const scroller = useRef<HTMLDivElement>(null)
  const three = useMedia('(min-width: 1360px)')
  const two = useAtLeast('desktop')
  const log = (ticked = false) => {
    setDone(ticked)
    setFocus(focus + 1)
    scroller.current?.scrollTo({ top: 0 })
  }
  const staged = Boolean(form.pipelines?.length)
  return (
    <div className={css.page} ref={scroller} onScroll={(e) => setScrolled(e.currentTarget.scrollTop > 120)}>
      <div className={css.top}>
        <Head form={form} row={row} onLog={() => log()} compact={compact} />
        {!compact && (
          <div className={css.upper}>
            {staged && <StageBar form={form} row={row} onAsking={setAsking} />}
            <Figures form={form} row={row} onLog={log} />
          </div>
        )}
      </div>
      <div className={[css.columns, three ? css.three : two ? css.two : css.one].join(' ')}>
        <div className={css.left}>
          <Fields form={form} row={row} />
        </div>
        <div className={css.middle}>
          <Composers form={form} row={row} focus={focus} done={done} />
          <Timeline form={form} row={row} />
          {!three && <RelatedLists form={form} row={row} />}
        </div>
        {three && (
          <aside className={css.right}>
            <RelatedLists form={form} row={row} />
          </aside>
        )}
      </div>
    </div>
  )
}
