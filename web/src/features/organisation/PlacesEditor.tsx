// Departments of a person with the position in each; the first is the main one.
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip, IconButton, Select } from '@/ui'
import css from './Organisation.module.css'
import { usePositions, useTree, type Department } from './organisation'
import { pathOf } from './tree'

/** `department` null: a line that is not filled in yet. */
export type Placing = { department: Id | null; position: Id | null }

export const toPlaces = (places: Placing[]): { department: Id; position: Id | null }[] =>
  places.flatMap((p) => (p.department === null ? [] : [{ department: p.department, position: p.position }]))

/** The department itself first; what is above it may be cut. */
function Leaf({ tree, id }: { tree: Department[]; id: Id }) {
  const names = pathOf(tree, id).split(' / ')
  return (
    <span className={css.choice} title={names.join(' / ')}>
      <span>{names.at(-1)}</span>
      <span className="caption ellipsis">{names.slice(0, -1).join(' / ')}</span>
    </span>
  )
}

export function PlacesEditor({ places, onChange }: { places: Placing[]; onChange: (places: Placing[]) => void }) {
  const t = useText('organisation')
  const tree = useTree().data?.items ?? []
  const positions = usePositions().data?.items ?? []
  const taken = new Set(places.map((p) => p.department))
  const edit = (at: number, part: Partial<Placing>) =>
    onChange(places.map((p, i) => (i === at ? { ...p, ...part } : p)))
  const titles = positions.map((p) => ({ value: p.id, label: p.name, search: p.name }))
  return (
    <section className={css.section}>
      <h3>
        {t('person.places')} {places.length > 1 && <span className="caption">{t('person.placesHint')}</span>}
      </h3>
      {places.length === 0 && <p className="caption">{t('person.noPlace')}</p>}
      {places.map((place, at) => {
        const name = place.department === null ? '' : pathOf(tree, place.department)
        return (
          <div key={place.department ?? `new-${at}`} className={css.line}>
            <Select<Id>
              value={place.department}
              onChange={(department) => edit(at, { department: department ?? null })}
              options={tree
                .filter((d) => d.id === place.department || !taken.has(d.id))
                .map((d) => ({ value: d.id, label: <Leaf tree={tree} id={d.id} />, search: pathOf(tree, d.id) }))}
              searchable
              placeholder={t('tree.choose')}
              aria-label={t('tree.choose')}
            />
            <Select<Id>
              value={place.position}
              onChange={(position) => edit(at, { position: position ?? null })}
              options={titles}
              searchable
              clearable
              placeholder={t('person.noPosition')}
              aria-label={`${t('positions.title')} ${name}`}
            />
            <span className={css.lineActs}>
              {at === 0 ? (
                places.length > 1 && <Chip tone="accent">{t('person.main')}</Chip>
              ) : (
                <IconButton
                  icon="up"
                  size="small"
                  label={t('person.makeMain')}
                  onClick={() => onChange([place, ...places.filter((_, i) => i !== at)])}
                />
              )}
              <IconButton
                icon="close"
                size="small"
                label={t('person.removePlace', { place: name })}
                onClick={() => onChange(places.filter((_, i) => i !== at))}
              />
            </span>
          </div>
        )
      })}
      <div>
        <Button
          size="small"
          icon="plus"
          disabled={taken.has(null)}
          onClick={() => onChange([...places, { department: null, position: null }])}
        >
          {t('person.addPlace')}
        </Button>
      </div>
    </section>
  )
}
