// Nothing to show: because of the filter, or because nothing is there yet.
import { Link } from 'react-router'
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, EmptyState } from '@/ui'
import { countConditions } from './filterModel'
import css from './Footer.module.css'
import type { ListState } from './state'

export function EmptyList({ form, state, onCreate }: { form: Form; state: ListState; onCreate: () => void }) {
  const t = useText('list')
  const f = useFormat()
  const plural = f.words(form.plural) || f.words(form.label)
  const name = f.locale === 'en-US' ? plural.toLowerCase() : plural // within a sentence
  const filters = countConditions(state.filter)
  if (filters || state.search)
    return (
      <EmptyState
        what={t('empty.filteredWhat', { form: name })}
        why={t('empty.filteredWhy')}
        action={
          <span className={css.acts}>
            {state.search && (
              <Button onClick={() => state.setSearch('')}>{t('empty.clearSearch', { q: state.search })}</Button>
            )}
            {filters > 0 && (
              <Button onClick={() => state.set({ filter: null })}>{t('empty.clearFilters', { count: filters })}</Button>
            )}
          </span>
        }
      />
    )
  return (
    <EmptyState
      what={t('empty.what', { form: name })}
      why={t('empty.why')}
      action={
        may(form, 'create') && (
          <Button look="accent" icon="plus" onClick={onCreate}>
            {t('create', { form: name })}
          </Button>
        )
      }
      link={may(form, 'import') && <Link to={`/imports/new?form=${form.key}`}>{t('empty.import')}</Link>}
    />
  )
}
