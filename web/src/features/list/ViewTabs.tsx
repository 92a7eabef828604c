// Saved views as tabs, all records first when no view is chosen; ＋ saves the present state as a new one.
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import type { Form, View } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton, Menu, Popover, Segmented } from '@/ui'
import type { ListState } from './state'
import { useViews } from './views'
import css from './Toolbar.module.css'
import { ViewForm } from './ViewForm'

const ALL = 'all'
const keyOf = (v: View): string => String(v.id ?? v.key)

export function ViewTabs({ form, state, layout }: { form: Form; state: ListState; layout: 'table' | 'kanban' }) {
  const t = useText('list')
  const f = useFormat()
  const navigate = useNavigate()
  const [saving, setSaving] = useState(false)
  const views = form.views ?? []
  const bar = useRef<HTMLSpanElement>(null)
  const chosen = state.view ? keyOf(state.view) : ALL
  // Whoever works on the board stays there; from the table a view saved as a board opens as one.
  const go = (view: View | null) => {
    const path =
      layout === 'kanban' || view?.definition.layout === 'kanban' ? `/f/${form.key}/kanban` : `/f/${form.key}`
    void navigate({ pathname: path, search: `view=${view ? keyOf(view) : ALL}` })
  }
  const named = views.map((v) => ({ value: keyOf(v), label: f.words(v.label) }))
  // A form whose own views end with "all" needs no second one.
  const options = views.some((v) => v.key === ALL) ? named : [...named, { value: ALL, label: t('all') }]
  const at = options.findIndex((o) => o.value === chosen)
  // The tabs scroll where they do not fit; the chosen one is always in sight.
  useEffect(() => {
    const tabs = bar.current?.querySelectorAll('label')
    tabs?.[at]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }, [at])
  return (
    <span className={css.views} ref={bar}>
      <Segmented
        options={options}
        value={chosen}
        onChange={(key) => go(views.find((v) => keyOf(v) === key) ?? null)}
        aria-label={t('title')}
      />
      {state.view?.mine && <OwnViewMenu form={form} view={state.view} state={state} />}
      <Popover
        open={saving}
        onOpenChange={setSaving}
        width={300}
        label={t('view.new')}
        content={<ViewForm form={form} state={state} layout={layout} onDone={() => setSaving(false)} />}
      >
        <IconButton icon="plus" size="small" tone="quiet" label={t('view.new')} aria-expanded={saving} />
      </Popover>
    </span>
  )
}

function OwnViewMenu({ form, view, state }: { form: Form; view: View; state: ListState }) {
  const t = useText('list')
  const f = useFormat()
  const views = useViews(form.key)
  const [renaming, setRenaming] = useState(false)
  const name = f.words(view.label)
  const remove = async () => {
    await views.remove.mutateAsync(view)
    state.setView(null)
    const again = () =>
      void views.create
        .mutateAsync({ label: name, shared: view.shared, definition: view.definition })
        .then((made) => state.setView(made))
    toast({ text: t('view.deleted', { name }), undo: again })
  }
  const items = [
    { key: 'rename', icon: 'pencil' as const, label: t('view.rename'), onSelect: () => setRenaming(true) },
    {
      key: 'share',
      icon: 'people' as const,
      label: t(view.shared ? 'view.unshare' : 'view.share'),
      onSelect: () => views.change.mutate({ view, change: { shared: !view.shared } }),
    },
    { divider: true as const },
    { key: 'delete', icon: 'trash' as const, danger: true, label: t('view.delete'), onSelect: () => void remove() },
  ]
  return (
    <Popover
      open={renaming}
      onOpenChange={(open) => !open && setRenaming(false)}
      width={300}
      label={t('view.rename')}
      content={<ViewForm form={form} state={state} view={view} onDone={() => setRenaming(false)} />}
    >
      <span>
        <Menu items={items}>
          <IconButton icon="more" size="small" tone="quiet" label={t('view.menu', { name })} aria-haspopup="menu" />
        </Menu>
      </span>
    </Popover>
  )
}
