// The catalogue of positions: added, renamed, put in order, deleted while nobody has them.
import { useState, type FormEvent } from 'react'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Drawer, EmptyState, ErrorState, FieldError, IconButton, Input, SkeletonRows } from '@/ui'
import css from './Organisation.module.css'
import {
  useAddPosition,
  useOrderPositions,
  usePositions,
  useRemovePosition,
  useRenamePosition,
  type Position,
} from './organisation'

export function Positions({ onClose }: { onClose: () => void }) {
  const t = useText('organisation')
  const positions = usePositions()
  const order = useOrderPositions()
  const remove = useRemovePosition()
  const items = positions.data?.items ?? []
  const move = (at: number, step: number) => {
    const ids = items.map((p) => p.id)
    const [id] = ids.splice(at, 1)
    if (id !== undefined) ids.splice(at + step, 0, id)
    order.mutate(ids)
  }
  return (
    <Drawer open onClose={onClose} title={t('positions.title')}>
      <div className={css.stack}>
        <p className="caption">{t('positions.why')}</p>
        <Adding />
        {positions.isPending && <SkeletonRows count={4} />}
        {positions.isError && <ErrorState error={positions.error} retry={() => void positions.refetch()} />}
        {positions.data && items.length === 0 && <EmptyState what={t('positions.none')} why={t('positions.noneWhy')} />}
        {isProblem(remove.error) && <FieldError>{remove.error.message}</FieldError>}
        <ul className={css.positions}>
          {items.map((each, at) => (
            <li key={each.id} className={css.position}>
              <Name position={each} />
              <span className="caption">{t('positions.people', { count: each.people })}</span>
              <IconButton
                icon="up"
                size="small"
                label={t('positions.up', { name: each.name })}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              />
              <IconButton
                icon="down"
                size="small"
                label={t('positions.down', { name: each.name })}
                disabled={at === items.length - 1}
                onClick={() => move(at, 1)}
              />
              <IconButton
                icon="trash"
                size="small"
                label={t('positions.remove', { name: each.name })}
                onClick={() => remove.mutate(each.id)}
              />
            </li>
          ))}
        </ul>
      </div>
    </Drawer>
  )
}

function Adding() {
  const t = useText('organisation')
  const add = useAddPosition()
  const [name, setName] = useState('')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (name.trim()) add.mutate(name.trim(), { onSuccess: () => setName('') })
  }
  return (
    <form onSubmit={submit}>
      <div className={css.position}>
        <Input value={name} onChange={setName} placeholder={t('positions.name')} aria-label={t('positions.name')} />
        <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
          {t('positions.add')}
        </Button>
      </div>
      {isProblem(add.error) && <FieldError>{add.error.errors[0]?.detail ?? add.error.message}</FieldError>}
    </form>
  )
}

/** Changed in place: a click, Enter, done. */
function Name({ position }: { position: Position }) {
  const t = useText('organisation')
  const rename = useRenamePosition()
  const [name, setName] = useState<string | null>(null)
  const keep = () => {
    const next = name?.trim()
    if (!next || next === position.name) setName(null)
    else rename.mutate({ id: position.id, name: next }, { onSuccess: () => setName(null) })
  }
  if (name === null)
    return (
      <button
        type="button"
        className="plain-button ellipsis"
        title={t('positions.rename')}
        onClick={() => setName(position.name)}
      >
        {position.name}
      </button>
    )
  return (
    <span>
      <Input
        value={name}
        onChange={setName}
        onBlur={keep}
        onKeyDown={(e) => {
          if (e.key === 'Enter') keep()
          if (e.key === 'Escape') setName(null)
        }}
        autoFocus
        aria-label={t('positions.rename')}
      />
      {isProblem(rename.error) && <FieldError>{rename.error.message}</FieldError>}
    </span>
  )
}
