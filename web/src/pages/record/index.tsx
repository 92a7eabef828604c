// One record, one page: head, stages, figures, fields, timeline, related.
import { useRef, useState } from 'react'
import { useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useAtLeast, useMedia, usePhone } from '@/core/media'
import { useRecord } from '@/core/records'
import type { Form, Row } from '@/core/types'
import { Composers } from '@/features/record/Composers'
import { Fields } from '@/features/record/Fields'
import { Figures } from '@/features/record/Figures'
import { Head } from '@/features/record/Head'
import { PhoneRecord } from '@/features/record/PhoneRecord'
import css from '@/features/record/Record.module.css'
import { RelatedLists } from '@/features/record/RelatedLists'
import { StageBar } from '@/features/record/StageBar'
import { Timeline } from '@/features/record/Timeline'
import { ErrorState, ProgressLine, SkeletonRows } from '@/ui'

export default function RecordPage() {
  const { form: key = '', id = '' } = useParams()
  const form = useForm(key)
  const record = useRecord(key, Number(id))
  const phone = usePhone()
  if (form.isError) return <ErrorState error={form.error} retry={() => void form.refetch()} />
  if (record.isError && !record.data) return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!form.data || !record.data) return <SkeletonRows count={8} height="44px" />
  const Layout = phone ? PhoneRecord : DeskRecord
  return (
    <>
      <ProgressLine active={record.isFetching} />
      <Layout key={`${key}/${id}`} form={form.data} row={record.data} />
    </>
  )
}

function DeskRecord({ form, row }: { form: Form; row: Row }) {
  const [focus, setFocus] = useState(0)
  const [done, setDone] = useState(false)
  const [compact, setCompact] = useState(false)
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
    <div className={css.page} ref={scroller} onScroll={(e) => setCompact(e.currentTarget.scrollTop > 120)}>
      <div className={css.top}>
        <Head form={form} row={row} onLog={() => log()} compact={compact} />
        {!compact && (
          <div className={css.upper}>
            {staged && <StageBar form={form} row={row} />}
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
