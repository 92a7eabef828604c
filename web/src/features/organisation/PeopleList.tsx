// The people of the chosen department: found by name, pinyin or account, filtered by state.
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Id } from '@/core/types'
import { Rows } from '@/features/settings/Rows'
import { useText } from '@/i18n'
import { Avatar, Button, Checkbox, Chip, EmptyState, ErrorState, Input, Select, SkeletonRows } from '@/ui'
import css from './Organisation.module.css'
import { usePeople, useRoles, type Filter, type PersonRow } from './organisation'

export const STATES = ['present', 'active', 'not_activated', 'away', 'disabled', 'all'] as const

type Props = {
  filter: Filter
  typed: string
  onType: (q: string) => void
  onFilter: (part: Partial<Filter>) => void
  onClear: () => void
  onOpen: (id: Id) => void
}

export function PeopleList({ filter, typed, onType, onFilter, onClear, onOpen }: Props) {
  const t = useText('organisation')
  const phone = usePhone()
  const people = usePeople(filter)
  const items = people.data?.pages.flatMap((p) => p.items) ?? []
  const narrowed = Boolean(filter.q) || filter.state !== 'present'
  const total = people.data?.pages[0]?.total ?? 0
  return (
    <>
      <div className={css.filters}>
        <span className={css.find}>
          <Input
            value={typed}
            onChange={onType}
            icon="search"
            placeholder={t('people.find')}
            aria-label={t('people.find')}
            clearable
          />
        </span>
        <span className={css.stateFilter}>
          <Select
            value={filter.state}
            onChange={(state) => onFilter({ state: state ?? 'present' })}
            options={STATES.map((value) => ({ value, label: t(`people.filter.${value}`) }))}
            aria-label={t('people.filterLabel')}
          />
        </span>
        {Number(filter.department) > 0 && (
          <Checkbox checked={filter.below} onChange={(below) => onFilter({ below })}>
            {t('people.below')}
          </Checkbox>
        )}
        {people.data && <span className="caption">{t('people.count', { count: total })}</span>}
      </div>
      {people.isPending && <SkeletonRows count={8} />}
      {people.isError && <ErrorState error={people.error} retry={() => void people.refetch()} />}
      {people.data && items.length === 0 && (
        <EmptyState
          what={t(narrowed ? 'people.noMatch' : 'people.none')}
          why={narrowed ? undefined : t('people.noneWhy')}
          action={narrowed ? <Button onClick={onClear}>{t('people.clear')}</Button> : undefined}
        />
      )}
      {items.length > 0 && (
        <div className={css.list}>
          {phone ? <Cards items={items} onOpen={onOpen} /> : <Table items={items} onOpen={onOpen} />}
          {people.hasNextPage && (
            <div className={css.more}>
              <Button onClick={() => void people.fetchNextPage()} loading={people.isFetchingNextPage}>
                {t('people.moreRows')}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  )
}

function Table({ items, onOpen }: { items: PersonRow[]; onOpen: (id: Id) => void }) {
  const t = useText('organisation')
  const f = useFormat()
  const roles = useRoles()
  const roleName = (key: string) => f.words(roles.data?.items.find((r) => r.key === key)?.label) || key
  return (
    <Rows
      rows={items}
      id={(p) => String(p.id)}
      label={t('people.name')}
      onOpen={(p) => onOpen(p.id)}
      columns={[
        {
          key: 'name',
          label: t('people.name'),
          cell: (p) => (
            <button type="button" className={css.who} onClick={() => onOpen(p.id)}>
              <Avatar name={p.name} /> <span className="ellipsis">{p.name}</span>
            </button>
          ),
        },
        { key: 'account', label: t('people.account'), cell: (p) => p.account ?? '—' },
        { key: 'place', label: t('people.place'), cell: (p) => <Places person={p} /> },
        {
          key: 'roles',
          label: t('people.roles'),
          cell: (p) => p.roles.map(roleName).join(' · ') || '—',
        },
        { key: 'state', label: t('people.state'), cell: (p) => <StateChips person={p} quiet /> },
      ]}
    />
  )
}

/** On a phone: who, where, and only what is unusual about them. */
function Cards({ items, onOpen }: { items: PersonRow[]; onOpen: (id: Id) => void }) {
  const t = useText('organisation')
  return (
    <ul className={css.cards} aria-label={t('people.name')}>
      {items.map((p) => (
        <li key={p.id}>
          <button type="button" className={css.card} onClick={() => onOpen(p.id)}>
            <Avatar name={p.name} size={32} />
            <span className={css.cardText}>
              <b className="ellipsis">{p.name}</b>
              <span className="caption ellipsis">
                <Places person={p} />
              </span>
            </span>
            <span className={css.cardState}>
              <StateChips person={p} quiet />
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The main department with the position there, and how many more. */
function Places({ person }: { person: PersonRow }) {
  const [first, ...more] = person.places
  if (!first) return <>—</>
  const words = person.places.map((p) => [p.department.title, p.position?.title].filter(Boolean).join(' · '))
  return (
    <span title={words.join('\n')}>
      {words[0]}
      {more.length > 0 && <span className="caption"> +{more.length}</span>}
    </span>
  )
}

/** `quiet`: that somebody can sign in is not said. */
export function StateChips({ person, quiet = false }: { person: PersonRow; quiet?: boolean }) {
  const t = useText('organisation')
  const f = useFormat()
  const { away } = person
  const day = away ? lastDay(away.until, f) : ''
  return (
    <span className={css.chips}>
      {(!quiet || person.state !== 'active') && (
        <Chip tone={person.state === 'active' ? 'accent' : person.state === 'disabled' ? 'plain' : 'outline'}>
          {t(`people.states.${person.state}`)}
        </Chip>
      )}
      {away && (
        <Chip
          icon="calendar"
          title={away.substitute ? t('people.awayWith', { day, name: away.substitute.title ?? '' }) : undefined}
        >
          {t('people.away', { day })}
        </Chip>
      )}
    </span>
  )
}

/** The last day of what ends with the first moment after it. */
export const lastDay = (until: string, f: ReturnType<typeof useFormat>): string =>
  f.date(new Date(Date.parse(until) - 1).toISOString())
