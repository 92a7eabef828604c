// Who can see a record, what else they may do to it, and whether by a role or because it was shared.
import { Link } from 'react-router'
import { explainRoute } from '@/core/routes'
import { titleOf } from '@/core/titles'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Chip, Drawer, EmptyState, ErrorState, Person, SkeletonRows } from '@/ui'
import { useReaders } from './explain'
import css from './Explain.module.css'

export function ReadersDrawer({ form, row, onClose }: { form: Form; row: Row; onClose: () => void }) {
  const t = useText('explain')
  const readers = useReaders(form.key, row.id)
  const { data } = readers
  return (
    <Drawer open onClose={onClose} title={t('readers')}>
      <p className={`caption ${css.of}`}>{titleOf(row)}</p>
      {readers.isPending && <SkeletonRows count={6} />}
      {readers.isError && <ErrorState error={readers.error} retry={() => void readers.refetch()} compact />}
      {data?.items.length === 0 && <EmptyState what={t('noReader')} />}
      <ul>
        {data?.items.map((reader) => (
          <ReaderLine key={reader.person.id} form={form} row={row} reader={reader} />
        ))}
      </ul>
      {data?.more && <p className="caption">{t('moreReaders')}</p>}
    </Drawer>
  )
}

type LineProps = { form: Form; row: Row; reader: NonNullable<ReturnType<typeof useReaders>['data']>['items'][number] }

function ReaderLine({ form, row, reader }: LineProps) {
  const t = useText('explain')
  const roles = useText('roles')
  const { person, actions, through } = reader
  return (
    <li className={css.reader}>
      <span className={css.readerName}>
        <Person name={person.title} />
        <span className="caption">
          {actions.map((action) => roles(`action.${action as 'read'}`)).join(roles('comma'))}
        </span>
      </span>
      {through !== 'role' && <Chip>{t(`through.${through}`)}</Chip>}
      <Link to={explainRoute({ person: person.id, form: form.key, record: row.id })} className={css.small}>
        {t('whyThem')}
      </Link>
    </li>
  )
}
