// Beside a leak: what would catch it. Whoever may configure plugs it where they see it; others see whether it is on.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Icon, IconButton, Popover, Tooltip } from '@/ui'
import { PlugCard } from './PlugCard'
import css from './Plugs.module.css'
import type { Plug } from './plugs'

type Props = { plug: Plug | null /** A sign only, where there is no room for words. */; small?: boolean }

export function PlugButton({ plug, small = false }: Props) {
  const t = useText('plugs')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  if (!plug) return small ? <span /> : null
  const rule = f.words(plug.label)
  const words = t(`state.${plug.state}`)
  const name = t('named', { rule, state: words })
  if (!plug.may)
    return (
      <Tooltip text={rule}>
        <span
          className={small ? css.sign : `caption ${css.tag}`}
          data-on={plug.state === 'on'}
          aria-label={name}
          role="img"
        >
          {small ? <Icon name="plug" /> : words}
        </span>
      </Tooltip>
    )
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={rule}
      width={320}
      placement="bottomRight"
      content={<PlugCard plug={plug} onDone={() => setOpen(false)} />}
    >
      {small ? (
        <IconButton icon="plug" label={name} className={plug.state === 'on' ? css.on : css.off} />
      ) : (
        <Button size="small" look={plug.state === 'on' ? 'plain' : 'accent'}>
          {plug.state === 'off' || plug.state === 'paused' ? t('plug') : words}
        </Button>
      )}
    </Popover>
  )
}
