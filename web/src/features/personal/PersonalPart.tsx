// Personal data of people outside: the requests so far, and looking for somebody's data.
import { useState } from 'react'
import { Link, Route, Routes, useNavigate, useParams } from 'react-router'
import { useFormat } from '@/core/format'
import { Rows } from '@/features/settings/Rows'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { FindDrawer } from './FindDrawer'
import { nameOf, useRequests } from './personal'
import { RequestView } from './RequestView'
import { StateChip } from './StateChip'
import css from './Personal.module.css'

export function PersonalPart() {
  return (
    <Routes>
      <Route path=":id" element={<One />} />
      <Route path="*" element={<Requests />} />
    </Routes>
  )
}

function One() {
  const { id } = useParams()
  return <RequestView id={Number(id)} />
}

function Requests() {
  const t = useText('personal')
  const f = useFormat()
  const navigate = useNavigate()
  const [finding, setFinding] = useState(false)
  const requests = useRequests()
  const rows = requests.data?.pages.flatMap((p) => p.items) ?? []
  const find = (
    <Button look="primary" icon="search" onClick={() => setFinding(true)}>
      {t('find')}
    </Button>
  )
  return (
    <section className={css.part}>
      <div className={css.bar}>
        <span className="t2">{t('why')}</span>
        {rows.length > 0 && find}
      </div>
      {requests.isPending && <SkeletonRows count={4} />}
      {requests.isError && <ErrorState error={requests.error} retry={() => void requests.refetch()} />}
      {requests.isSuccess && rows.length === 0 && <EmptyState what={t('none')} why={t('noneWhy')} action={find} />}
      {rows.length > 0 && (
        <Rows
          rows={rows}
          id={(r) => String(r.id)}
          label={t('title')}
          columns={[
            {
              key: 'who',
              label: t('who'),
              cell: (r) => <Link to={`/settings/personal-data/${r.id}`}>{nameOf(r.subject) ?? t('gone')}</Link>,
            },
            { key: 'reason', label: t('reason'), cell: (r) => r.reason || '—' },
            { key: 'state', label: t('state'), cell: (r) => <StateChip request={r} /> },
            { key: 'records', label: t('records'), end: true, cell: (r) => f.number(r.records) },
            { key: 'by', label: t('by'), cell: (r) => `${r.by.title ?? ''} · ${f.moment(r.created_at)}` },
          ]}
        />
      )}
      {requests.hasNextPage && (
        <Button look="text" onClick={() => void requests.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
      <FindDrawer
        open={finding}
        onClose={() => setFinding(false)}
        onFound={(id) => void navigate(`/settings/personal-data/${id}`)}
      />
    </section>
  )
}
