// Previous and next of a record's page, in the list that the person came from.
import { useLocation, useNavigate } from 'react-router'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import type { CameFrom } from './cameFrom'
import { useNeighbours } from './record'
import css from './Record.module.css'

/** Previous and next in the list that the person came from, else among all. */
export function Pager({ form, row, came }: { form: Form; row: Row; came: CameFrom | null }) {
  const t = useText('record')
  const navigate = useNavigate()
  const { state } = useLocation()
  const query = { filter: came?.filter ? JSON.stringify(came.filter) : '', sort: came?.sort.join(',') ?? '' }
  const near = useNeighbours(form.key, row.id, query).data
  if (!near || (near.previous === null && near.next === null)) return null
  const go = (id: number | null) => id !== null && void navigate(`/f/${form.key}/${id}`, { state: state as unknown })
  return (
    <span className={css.pager}>
      {near.position !== null && near.total !== null && (
        <span className="caption">{`${near.position} / ${near.total}`}</span>
      )}
      <IconButton
        icon="up"
        size="small"
        label={t('previous')}
        disabled={near.previous === null}
        onClick={() => go(near.previous)}
      />
      <IconButton
        icon="down"
        size="small"
        label={t('next')}
        disabled={near.next === null}
        onClick={() => go(near.next)}
      />
    </span>
  )
}
