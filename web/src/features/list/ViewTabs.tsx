// Saved views as tabs; the chosen one has a menu, ＋ makes a new one of what is shown.
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '@/core/format'
import { useLooking } from '@/core/session'
import type { Form, Layout } from '@/core/types'
import { useText } from '@/i18n'
import { IconButton, Menu, Popover, Segmented, type MenuEntry } from '@/ui'
import type { ListState } from './state'
import css from './Toolbar.module.css'
import { useViewActs } from './viewActs'
import { useViewChoices } from './viewChoices'
import { ViewsOrder } from './ViewsOrder'

export function ViewTabs({ form, state, layout }: { form: Form; state: ListState; layout: Layout }) {
  const t = useText('list')
  const v = useText('views')
  const f = useFormat()
  const [arranging, setArranging] = useState(false)
  const bar = useRef<HTMLSpanElement>(null)
  const { options, chosen, go } = useViewChoices(form, state, layout)
  const { rows, create } = useViewActs(form, state, layout, () => setArranging(true))
  const at = options.findIndex((o) => o.value === chosen)
  // The tabs scroll where they do not fit; the chosen one is always in sight.
  useEffect(() => {
    const tabs = [...(bar.current?.querySelectorAll('label') ?? [])]
    tabs[at]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
    const strip = bar.current?.firstElementChild
    if (strip && at === tabs.length - 1) strip.scrollLeft = strip.scrollWidth // with the rounded end behind it
  }, [at])
  const looking = useLooking()
  const items: MenuEntry[] = (looking ? [] : rows).flatMap((row) =>
    row.danger ? [{ divider: true as const }, row] : [row],
  )
  const name = options[at]?.label ?? (state.view ? f.words(state.view.label) : t('all'))
  return (
    <span className={css.views} ref={bar}>
      <Segmented options={options} value={chosen} onChange={go} aria-label={t('views')} />
      {items.length > 0 && (
        <Popover
          open={arranging}
          onOpenChange={(open) => !open && setArranging(false)}
          width={300}
          label={v('arrange')}
          content={<ViewsOrder form={form} />}
        >
          <span>
            <Menu items={items}>
              <IconButton icon="more" size="small" tone="quiet" label={t('view.menu', { name })} aria-haspopup="menu" />
            </Menu>
          </span>
        </Popover>
      )}
      {!looking && <IconButton icon="plus" size="small" tone="quiet" label={t('view.new')} onClick={create} />}
    </span>
  )
}
