// Records as cards with a picture: for what is known by its looks.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { fileUrl } from '@/core/files'
import { fieldOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isPicture } from '@/core/pictures'
import { recordRoute } from '@/core/routes'
import { titleOf } from '@/core/titles'
import type { Form, GallerySettings, Row } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell, filesOf, isEmpty } from '@/kinds'
import { HeatChip, Icon, ProgressLine } from '@/ui'
import css from './Gallery.module.css'

type Props = {
  form: Form
  rows: Row[]
  settings: Required<GallerySettings>
  busy: boolean
  more: boolean
  onMore: () => void
  ground: (row: Row) => string | undefined
}

const NARROWEST = 200
const GAP = 12

/** As many cards side by side as fit, at least two. */
export const columnsIn = (width: number): number => Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)))

export function Gallery({ form, rows, settings, busy, more, onMore, ground }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useColumns(scroller)
  const lines = Math.ceil(rows.length / columns)
  const virtual = useVirtualizer({
    count: lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => 250,
    overscan: 4,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= lines - 4) onMore()
  }, [last, lines, more, onMore])
  return (
    <div className={css.frame}>
      <ProgressLine active={busy} />
      <div ref={scroller} className={css.scroller}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="list">
          {items.map((line) => (
            <div
              key={line.key}
              ref={virtual.measureElement}
              data-index={line.index}
              className={css.line}
              style={{
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                transform: `translateY(${line.start}px)`,
              }}
            >
              {rows.slice(line.index * columns, (line.index + 1) * columns).map((row) => (
                <Card key={row.id} form={form} row={row} settings={settings} ground={ground(row)} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function useColumns(scroller: React.RefObject<HTMLDivElement | null>): number {
  const [columns, setColumns] = useState(2)
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const measure = () => setColumns(columnsIn(box.clientWidth - 32))
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const watch = new ResizeObserver(measure)
    watch.observe(box)
    return () => watch.disconnect()
  }, [scroller])
  return columns
}

type CardProps = { form: Form; row: Row; settings: Required<GallerySettings>; ground: string | undefined }

function Card({ form, row, settings, ground }: CardProps) {
  const f = useFormat()
  const { search } = useLocation()
  const fields = settings.fields.map((key) => fieldOf(form, key)).filter((field) => field !== undefined)
  const filled = fields.filter((field) => !isEmpty(row[field.key]))
  return (
    <Link
      role="listitem"
      to={recordRoute(form.key, row.id)}
      state={{ list: search }}
      className={css.card}
      style={ground ? { background: ground } : {}}
    >
      <Cover row={row} field={settings.cover} />
      <span className={css.body}>
        <span className={css.head}>
          <b className="ellipsis">{titleOf(row) || `#${row.id}`}</b>
          {row.heat && <HeatChip heat={row.heat} />}
        </span>
        {/* Inside a link no other link: the values are read, not tapped. */}
        <span className={css.values} inert>
          {filled.map((field) => (
            <span key={field.key} className={css.value}>
              <span className="caption ellipsis">{f.words(field.label)}</span>
              <span className="ellipsis">
                <FieldCell form={form} row={row} field={field} value={row[field.key]} />
              </span>
            </span>
          ))}
        </span>
      </span>
    </Link>
  )
}

/** The first picture of the field, through the door that asks for rights; without one the title's place stays quiet. */
function Cover({ row, field }: { row: Row; field: string | null }) {
  const t = useText('views')
  if (!field) return null
  const picture = filesOf(row[field]).find(isPicture)
  return (
    <span className={css.cover}>
      {picture ? (
        <img src={fileUrl(picture.id, 320)} alt="" loading="lazy" />
      ) : (
        <span className={css.none} title={t('gallery.none')}>
          <Icon name="image" size={20} />
        </span>
      )}
    </span>
  )
}
