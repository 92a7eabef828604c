// The named parts of a filter as chips: all that leaks, or leaks for one cause; each goes as one.
import { useText } from '@/i18n'
import { Chip } from '@/ui'
import { namedIn, without } from './filterModel'
import { useNamed } from './FilterRow'
import type { ListState } from './state'
import css from './Toolbar.module.css'

export function NamedFilters({ state }: { state: ListState }) {
  const t = useText('list')
  const words = useNamed()
  const parts = namedIn(state.filter)
  if (parts.length === 0) return null
  return (
    <span className={css.named}>
      {parts.map((part) => (
        <Chip
          key={part.id}
          tone="accent"
          onRemove={() => state.set({ filter: without(state.filter, part.id) })}
          removeLabel={t('removeNamed', { name: words(part.name) })}
        >
          {words(part.name)}
        </Chip>
      ))}
    </span>
  )
}
