// A point on the earth: from the device, or typed; on a phone it opens the maps that are there.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Value } from '@/core/types'
import { useText } from '@/i18n'
import { Button, FieldError, Icon, Input, NumberInput } from '@/ui'
import { DoneButton } from '../DoneButton'
import type { CellProps, EditorProps, FieldKind, OperandProps } from '../kind'
import css from '../kinds.module.css'
import { Empty } from '../RefCell'

type Place = { lat: number | null; lng: number | null; address: string | null }

const placeOf = (v: Value): Place | null => (typeof v === 'object' && v !== null ? (v as Place) : null)

function Cell({ value, full }: CellProps) {
  const f = useFormat()
  const phone = usePhone()
  const place = placeOf(value)
  if (!place) return <Empty />
  const point = place.lat === null || place.lng === null ? '' : `${f.number(place.lat)}, ${f.number(place.lng)}`
  const name = place.address ?? point
  const line = (
    <span className={css.option} title={[place.address, point].filter(Boolean).join(' · ')}>
      <Icon name="place" size={14} style={{ color: 'var(--t3)' }} />
      {phone && point ? (
        <a className="ellipsis" href={`geo:${place.lat},${place.lng}`} onClick={(e) => e.stopPropagation()}>
          {name}
        </a>
      ) : (
        <span className="ellipsis">{name}</span>
      )}
    </span>
  )
  if (!full || !place.address) return line
  return (
    <span className={css.lines}>
      {line}
      <span className="caption">{point}</span>
    </span>
  )
}

const NOWHERE: Place = { lat: null, lng: null, address: null }

function Editor({ value, onChange, onDone, field: _d, form: _f, id, ...rest }: EditorProps) {
  const t = useText('fields')
  const [place, setPlace] = useState<Place>(placeOf(value) ?? NOWHERE)
  const [state, setState] = useState<'' | 'busy' | 'refused'>('')
  // A name without a point is not a value yet.
  const put = (change: Partial<Place>) => {
    const next = { ...place, ...change }
    setPlace(next)
    onChange(next.lat === null || next.lng === null ? null : next)
  }
  const locate = () => {
    if (!navigator.geolocation) return setState('refused')
    setState('busy')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('')
        put({ lat: Number(coords.latitude.toFixed(6)), lng: Number(coords.longitude.toFixed(6)) })
      },
      () => setState('refused'),
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  }
  const shared = { size: rest.size, disabled: rest.disabled }
  return (
    <span className={css.lines}>
      <span className={css.option}>
        <Button size="small" icon="place" loading={state === 'busy'} disabled={rest.disabled ?? false} onClick={locate}>
          {t('locate')}
        </Button>
        <DoneButton onDone={onDone} />
      </span>
      <span className={css.between}>
        <NumberInput
          {...shared}
          id={id}
          aria-label={t('latitude')}
          placeholder={t('latitude')}
          value={place.lat}
          min={-90}
          max={90}
          decimals={6}
          onChange={(lat) => put({ lat })}
        />
        <NumberInput
          {...shared}
          aria-label={t('longitude')}
          placeholder={t('longitude')}
          value={place.lng}
          min={-180}
          max={180}
          decimals={6}
          onChange={(lng) => put({ lng })}
        />
      </span>
      <Input
        {...shared}
        aria-label={t('placeName')}
        placeholder={t('placeName')}
        value={place.address ?? ''}
        maxLength={200}
        onChange={(v) => put({ address: v || null })}
      />
      {state === 'refused' && <FieldError>{t('noPosition')}</FieldError>}
    </span>
  )
}

function Operand({ value, onChange, ...rest }: OperandProps) {
  return <Input aria-label={rest['aria-label']} value={typeof value === 'string' ? value : ''} onChange={onChange} />
}

const location: FieldKind = {
  key: 'location',
  icon: 'place',
  Cell,
  Editor,
  Operand,
  width: 176,
  block: true,
  toWrite: (v) => {
    const place = placeOf(v)
    return place && { lat: place.lat, lng: place.lng, address: place.address }
  },
}
export default location
