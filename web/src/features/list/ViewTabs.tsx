// Saved views as tabs, all records first when no view is chosen; ＋ saves the present state as a new one.
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '@/core/format'
import type { Form, View } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton, Menu, Popover, Segmented } from '@/ui'
import type { ListState } from './state'
import css from './Toolbar.module.css'
import { useOwnViewActs, useViewChoices, type Layout } from './viewChoices'
import { ViewForm } from './ViewForm'

export function ViewTabs({ form, state, layout }: { form: Form; state: ListState; layout: Layout }) {
  const t = useText('list')
  const [saving, setSaving] = useState(false)
  const bar = useRef<HTMLSpanElement>(null)
  const { options, chosen, go } = useViewChoices(form, state, layout)
  const at = options.findIndex((o) => o.value === chosen)
  // The tabs scroll where they do not fit; the chosen one is always in sight.
  useEffect(() => {
    const tabs = [...(bar.current?.querySelectorAll('label') ?? [])]
    tabs[at]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
    const strip = bar.current?.firstElementChild
    if (strip && at === tabs.length - 1) strip.scrollLeft = strip.scrollWidth // with the rounded end behind it
  }, [at])
  return (
    <span className={css.views} ref={bar}>
      <Segmented options={options} value={chosen} onChange={go} aria-label={t('views')} />
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
  const [renaming, setRenaming] = useState(false)
  const acts = useOwnViewActs(form, state, () => setRenaming(true))
  const items = [...acts.slice(0, -1), { divider: true as const }, ...acts.slice(-1)]
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
          <IconButton
            icon="more"
            size="small"
            tone="quiet"
            label={t('view.menu', { name: f.words(view.label) })}
            aria-haspopup="menu"
          />
        </Menu>
      </span>
    </Popover>
  )
}
