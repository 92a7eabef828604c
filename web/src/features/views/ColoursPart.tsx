// Colours by condition: the first that a record meets tints its row or card; none of them is warm.
import { useState } from 'react'
import type { Colouring, Form, Tint } from '@/core/types'
import { FilterBuilder } from '@/features/list/FilterBuilder'
import { countConditions } from '@/features/list/filterModel'
import { TINTS } from '@/features/list/layouts'
import { useViewEditor } from '@/features/list/preview'
import { useText } from '@/i18n'
import { Button, groundOf, IconButton, paint } from '@/ui'
import css from './views.module.css'

const MOST = 10

/** While it is being made a colour has no condition yet. */
type Made = Omit<Colouring, 'filter'> & { filter: Colouring['filter'] | null }

type Props = { form: Form; colours: Colouring[] }

export function ColoursPart({ form, colours }: Props) {
  const t = useText('views')
  const define = useViewEditor((s) => s.define)
  const [open, setOpen] = useState<number | null>(colours.length ? null : -1)
  const put = (next: Made[]) => define({ colours: next as Colouring[] })
  const add = () => {
    const free = TINTS.find((tint) => !colours.some((each) => each.colour === tint)) ?? TINTS[0]!
    put([...colours, { filter: null, colour: free }])
    setOpen(colours.length)
  }
  const swap = (at: number, to: number) => {
    const next = [...colours]
    ;[next[at], next[to]] = [next[to]!, next[at]!]
    put(next)
    setOpen(null)
  }
  return (
    <div className={css.colours}>
      <p className="caption">{t('coloursHint')}</p>
      {colours.map((each, at) => (
        <div key={at} className={css.colour} style={{ background: groundOf(each.colour) }}>
          <div className={css.colourHead}>
            <Swatches
              value={each.colour}
              onChange={(colour) => put(colours.map((c, i) => (i === at ? { ...c, colour } : c)))}
            />
            <span className={css.space} />
            {at > 0 && (
              <IconButton
                icon="up"
                size="small"
                tone="quiet"
                label={t('earlierColour')}
                onClick={() => swap(at, at - 1)}
              />
            )}
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('removeColour')}
              onClick={() => put(colours.filter((_, i) => i !== at))}
            />
          </div>
          {open === at ? (
            <div className={css.condition}>
              <FilterBuilder
                form={form}
                filter={each.filter}
                total={undefined}
                onChange={(filter) => put(colours.map((c, i) => (i === at ? { ...c, filter } : c)))}
                onDone={() => setOpen(null)}
              />
            </div>
          ) : (
            <button type="button" className="link-button" onClick={() => setOpen(at)}>
              {each.filter ? t('conditions', { count: countConditions(each.filter) }) : t('noCondition')}
            </button>
          )}
        </div>
      ))}
      {colours.length < MOST && (
        <Button size="small" look="text" icon="plus" className={css.add} onClick={add}>
          {t('addColour')}
        </Button>
      )}
    </div>
  )
}

function Swatches({ value, onChange }: { value: Tint; onChange: (tint: Tint) => void }) {
  const t = useText('views')
  return (
    <span className={css.swatches} role="radiogroup" aria-label={t('colour')}>
      {TINTS.map((tint) => (
        <button
          key={tint}
          type="button"
          role="radio"
          aria-checked={tint === value}
          aria-label={t(`tint.${tint}`)}
          title={t(`tint.${tint}`)}
          className={`plain-button ${css.swatch}`}
          onClick={() => onChange(tint)}
        >
          <i style={{ background: paint(tint) }} />
        </button>
      ))}
    </span>
  )
}
