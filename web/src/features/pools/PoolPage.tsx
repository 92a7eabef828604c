// A pool: what nobody owns yet, what came last first, and how many one may still take today.
import { useDeferredValue, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { fieldOf, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { recordRoute } from '@/core/routes'
import { useLooking, useMe } from '@/core/session'
import { titleOf } from '@/core/titles'
import type { Form, Id } from '@/core/types'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds/FieldCell'
import {
  BulkAct,
  BulkBar,
  Button,
  Checkbox,
  EmptyState,
  ErrorState,
  IconButton,
  Input,
  Popover,
  SkeletonRows,
} from '@/ui'
import { useActs } from './acts'
import { AssignForm } from './AssignForm'
import { PlaceWords } from './PlaceWords'
import { PoolLeft } from './PoolLeft'
import { useLying, usePool, type Lying, type Pool, type Result } from './pools'
import css from './Pools.module.css'

export function PoolPage() {
  const { key = '' } = useParams()
  const t = useText('pools')
  const c = useText('common')
  const f = useFormat()
  const pool = usePool(key)
  const form = useForm(pool.data?.form ?? '').data
  const [search, setSearch] = useState('')
  const lying = useLying(key, useDeferredValue(search))
  const rows = lying.data?.pages.flatMap((page) => page.items) ?? []
  if (pool.isLoadingError) return <ErrorState error={pool.error} retry={() => void pool.refetch()} />
  return (
    <>
      <PageHead
        title={f.words(pool.data?.label)}
        note={pool.data && <PoolLeft pool={pool.data} />}
        actions={pool.data && <Acts pool={pool.data} />}
      />
      <section className={css.page}>
        <Input value={search} onChange={setSearch} icon="search" placeholder={t('find')} aria-label={t('find')} />
        {(lying.isPending || !form) && <SkeletonRows count={6} />}
        {lying.isError && <ErrorState error={lying.error} retry={() => void lying.refetch()} />}
        {lying.isSuccess && rows.length === 0 && (
          <EmptyState
            {...(search.trim() ? { what: c('noMatch', { q: search.trim() }) } : { what: t('none'), why: t('noneWhy') })}
          />
        )}
        {form && pool.data && rows.length > 0 && <Records form={form} pool={pool.data} rows={rows} />}
        {lying.hasNextPage && (
          <Button look="text" loading={lying.isFetchingNextPage} onClick={() => void lying.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </section>
    </>
  )
}

/** Where it is set up, for who configures; what its rules would take back, for who administers it. */
function Acts({ pool }: { pool: Pool }) {
  const t = useText('poolDesign')
  const { rights } = useMe()
  const looking = useLooking()
  const navigate = useNavigate()
  return (
    <>
      {pool.admin && (
        <IconButton icon="review" label={t('rehearse')} onClick={() => void navigate(`/pools/${pool.key}/rehearsal`)} />
      )}
      {rights.configure && !looking && (
        <IconButton icon="pencil" label={t('design')} onClick={() => void navigate(`/settings/pools/${pool.key}`)} />
      )}
    </>
  )
}

type RecordsProps = { form: Form; pool: Pool; rows: Lying[] }

function Records({ form, pool, rows }: RecordsProps) {
  const t = useText('pools')
  const phone = usePhone()
  const looking = useLooking()
  const acts = useActs(form, pool.key)
  const [refused, setRefused] = useState(new Map<Id, Result>())
  const [chosen, setChosen] = useState<ReadonlySet<Id>>(new Set())
  const takes = pool.by !== 'assign' && !looking
  const gives = pool.admin && !looking
  const picked = rows.filter((row) => chosen.has(row.id))
  const toggle = (id: Id) => setChosen((old) => new Set(old.has(id) ? [...old].filter((x) => x !== id) : [...old, id]))
  const take = (some: Lying[]) => {
    setChosen(new Set())
    acts.take(some, ({ results }) => setRefused(new Map(results.filter((x) => !x.ok).map((x) => [x.id, x]))))
  }
  return (
    <>
      <ul className={css.rows} aria-label={t('records')}>
        {rows.map((row) => (
          <li key={row.id} className={css.row}>
            {(takes || gives) && (
              <Checkbox
                checked={chosen.has(row.id)}
                onChange={() => toggle(row.id)}
                aria-label={t('choose', { title: titleOf(row) })}
              />
            )}
            <About form={form} row={row} why={refused.get(row.id)} />
            {takes && (
              <Button
                look="accent"
                size={phone ? 'large' : 'normal'}
                icon="pool"
                disabled={acts.busy}
                onClick={() => take([row])}
              >
                {t('take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {picked.length > 0 && (
        <BulkBar title={t('chosen', { count: picked.length })} onClose={() => setChosen(new Set())}>
          {takes && (
            <BulkAct icon="pool" onClick={() => take(picked)}>
              {t('take')}
            </BulkAct>
          )}
          {gives && <Give acts={acts} picked={picked} onDone={() => setChosen(new Set())} />}
        </BulkBar>
      )}
    </>
  )
}

type GiveProps = { acts: ReturnType<typeof useActs>; picked: Lying[]; onDone: () => void }

/** For administrators of the pool. */
function Give({ acts, picked, onDone }: GiveProps) {
  const t = useText('pools')
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      placement="top"
      width={300}
      label={t('assignDo')}
      content={
        <AssignForm
          busy={acts.busy}
          onAssign={(person) =>
            acts.give(picked, person, () => {
              setOpen(false)
              onDone()
            })
          }
        />
      }
    >
      <BulkAct icon="assign">{t('assignDo')}</BulkAct>
    </Popover>
  )
}

/** Its title, what the form says beside a title, where it came from; why it was refused a moment ago. */
function About({ form, row, why }: { form: Form; row: Lying; why: Result | undefined }) {
  const t = useText('pools')
  const keys = [...(form.subtitle ?? []), ...(form.figures ?? [])].filter((key) => row[key] !== null && row[key] !== '')
  const fields = keys.map((key) => fieldOf(form, key)).filter((field) => field !== undefined)
  return (
    <div className={css.about}>
      <Link className={css.title} to={recordRoute(form.key, row.id)}>
        {titleOf(row) || t('untitled')}
      </Link>
      {fields.length > 0 && (
        <span className={css.more}>
          {fields.map((field) => (
            <FieldCell key={field.key} form={form} row={row} field={field} value={row[field.key]} />
          ))}
        </span>
      )}
      <PlaceWords place={row._place} />
      {why && (
        <span className={css.refused} role="status">
          {why.detail}
        </span>
      )}
    </div>
  )
}
