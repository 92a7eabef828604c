// Controls, form and settings side by side; on a phone the form alone, the other two as sheets.
import { memo, useState } from 'react'
import { useMedia, usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { Button, IconButton, Input, Segmented, Sheet } from '@/ui'
import { NOTHING } from './bench'
import { Later, Now, useBench } from './sight'
import { Canvas, type Device } from './canvas/Canvas'
import { Dragging } from './canvas/Dragging'
import { Palette } from './canvas/Palette'
import css from './Designer.module.css'
import { GoneFields } from './panel/GonePanel'
import { Panel } from './panel/Panel'
import { useStable } from './parts/stable'

/** Drawn again by what it shows, not by every letter that is typed somewhere. */
export const FieldsTab = memo(function FieldsTab() {
  const t = useText('designer')
  const phone = usePhone()
  const palette = useMedia('(min-width: 1024px)')
  const [adding, setAdding] = useState(false)
  const [device, setDevice] = useState<Device>('desk')
  const [q, setQ] = useState('')
  const fill = () =>
    palette ? document.querySelector<HTMLElement>('[data-testid^=control-]')?.focus() : setAdding(true)
  return (
    <Later>
      <Dragging>
        <div className={css.panes}>
          {palette && (
            <aside className={css.controls} aria-label={t('controls')}>
              <Palette />
            </aside>
          )}
          <main className={css.middle}>
            <Tools
              device={device}
              setDevice={setDevice}
              q={q}
              setQ={setQ}
              onAdd={palette ? undefined : () => setAdding(true)}
            />
            <div className={css.scroll}>
              <Canvas device={phone ? 'desk' : device} q={q} onFill={fill} fullWidth={phone} />
            </div>
          </main>
          {phone ? (
            <PhonePanel />
          ) : (
            <aside className={css.settings} aria-label={t('settings')} data-settings onKeyDown={backToCard}>
              <Now>
                <Panel />
              </Now>
            </aside>
          )}
        </div>
        <Sheet open={adding} onClose={() => setAdding(false)} title={t('controls')}>
          <Palette onAdded={() => setAdding(false)} />
          <GoneFields onRestored={() => setAdding(false)} />
        </Sheet>
      </Dragging>
    </Later>
  )
})

const backToCard = (e: React.KeyboardEvent) => {
  if (e.key === 'Escape') document.querySelector<HTMLElement>('[data-card] > [aria-pressed=true]')?.focus()
}

/** Settings come up for one field; for several when asked for, so that more can be chosen first. */
function PhonePanel() {
  const t = useText('designer')
  const { chosen, choose, many } = useBench()
  const [asked, setAsked] = useState(false)
  const several = many || chosen.fields.length > 1
  const open = several ? asked && chosen.fields.length > 0 : chosen.fields.length === 1 || chosen.section !== null
  const close = () => {
    setAsked(false)
    if (!several) choose(NOTHING)
  }
  return (
    <>
      {several && chosen.fields.length > 0 && (
        <div className={css.several}>
          <b>{t('chosenCount', { count: chosen.fields.length })}</b>
          <Button onClick={() => setAsked(true)}>{t('changeThem')}</Button>
        </div>
      )}
      <Sheet open={open} onClose={close} title={t('settings')}>
        <Now>
          <Panel />
        </Now>
      </Sheet>
    </>
  )
}

type ToolsProps = {
  device: Device
  setDevice: (device: Device) => void
  q: string
  setQ: (q: string) => void
  onAdd: (() => void) | undefined
}

function Tools(props: ToolsProps) {
  const { many, setMany, choose } = useBench()
  const onMany = useStable(() => {
    setMany(!many)
    choose(NOTHING)
  })
  return <ToolStrip {...props} many={many} onMany={onMany} />
}

type StripProps = ToolsProps & { many: boolean; onMany: () => void }

const ToolStrip = memo(function ToolStrip({ device, setDevice, q, setQ, onAdd, many, onMany }: StripProps) {
  const t = useText('designer')
  const phone = usePhone()
  const both = useMedia('(min-width: 1320px)')
  const devices: Device[] = both ? ['desk', 'phone', 'both'] : ['desk', 'phone']
  return (
    <div className={css.tools}>
      {onAdd && (
        <Button size={phone ? 'normal' : 'small'} icon="plus" onClick={onAdd}>
          {t('addField')}
        </Button>
      )}
      <span className={css.find}>
        <Input
          size={phone ? 'normal' : 'small'}
          icon="search"
          clearable
          value={q}
          onChange={setQ}
          placeholder={t('findField')}
          aria-label={t('findField')}
        />
      </span>
      <span className={css.space} />
      <IconButton
        icon="task"
        size={phone ? 'normal' : 'small'}
        label={t('chooseMany')}
        aria-pressed={many}
        className={many ? css.pressed : undefined}
        onClick={onMany}
      />
      {!phone && (
        <Segmented
          size="small"
          aria-label={t('device')}
          value={both || device !== 'both' ? device : 'desk'}
          onChange={setDevice}
          options={devices.map((value) => ({ value, label: t(`devices.${value}`) }))}
        />
      )}
    </div>
  )
})
