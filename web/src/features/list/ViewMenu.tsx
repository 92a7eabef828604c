// On a phone the views are one button that names the chosen one, and a sheet that lists the others.
import { useState } from 'react'
import { useLooking } from '@/core/session'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { ActionSheet, Button, Sheet, type SheetRow } from '@/ui'
import { mayChange } from './changing'
import { definitionOf } from './definition'
import type { ListState } from './state'
import css from './Toolbar.module.css'
import { useViewActs } from './viewActs'
import { useViewChoices } from './viewChoices'
import { useViews } from './views'
import { ViewsOrder } from './ViewsOrder'

type Props = { form: Form; state: ListState; layout: Layout }

export function ViewMenu({ form, state, layout }: Props) {
  const t = useText('list')
  const [open, setOpen] = useState(false)
  const v = useText('views')
  const [arranging, setArranging] = useState(false)
  const looking = useLooking()
  const { options, chosen, go } = useViewChoices(form, state, layout)
  const changes = useChanges({ form, state, layout })
  const acts = useViewActs(form, state, layout, () => setArranging(true))
  const name = options.find((o) => o.value === chosen)?.label ?? t('all')
  const rows: SheetRow[] = [
    ...options.map((o) => ({
      key: `v${o.value}`,
      label: o.label,
      on: o.value === chosen,
      onSelect: () => go(o.value),
    })),
    ...(looking
      ? []
      : [...changes, { key: 'new', label: t('view.new'), icon: 'plus' as const, onSelect: acts.create }, ...acts.rows]),
  ]
  return (
    <>
      <Button
        className={css.viewButton}
        after="down"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="views"
      >
        <span className="visually-hidden">{t('views')}</span> {name}{' '}
        {state.dirty && <span className="caption">{t('changedView')}</span>}
      </Button>
      <ActionSheet open={open} onClose={() => setOpen(false)} title={t('views')} rows={rows} />
      <Sheet open={arranging} onClose={() => setArranging(false)} title={v('arrange')}>
        <ViewsOrder form={form} />
      </Sheet>
    </>
  )
}

/** Saving and taking back what is shown differently than saved. */
function useChanges({ form, state, layout }: Props): SheetRow[] {
  const t = useText('list')
  const views = useViews(form.key)
  const { view } = state
  if (!state.dirty) return []
  const save = async () => {
    if (!view) return
    await views.change.mutateAsync({ view, change: { definition: definitionOf(form, state, layout) } })
    state.revert()
  }
  const revert: SheetRow = { key: 'revert', label: t('revertView'), icon: 'undo', onSelect: state.revert }
  if (!view || !mayChange(form, view)) return [revert]
  return [{ key: 'save', label: t('saveView'), icon: 'check', onSelect: () => void save() }, revert]
}
