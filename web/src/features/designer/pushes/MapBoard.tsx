// The drawing: fields of the source on the left, of the target on the right. Press one, then the other: a line joins
// them. Pressing a joined field on the right lets go of it.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { drawn, endOf, isComputed, ITSELF, linesOf, mayPut, sameEnd, type End, type Line } from '../model/pushes'
import type { PushStepDef, PutDef } from '../model/types'
import css from './Pushes.module.css'

type Props = {
  source: Form
  target: Form
  earlier: PushStepDef[]
  step: PushStepDef
  onChange: (step: PushStepDef) => void
}

export function MapBoard({ source, target, earlier, step, onChange }: Props) {
  const t = useText('pushDesign')
  const f = useFormat()
  const [armed, setArmed] = useState<End | null>(null)
  const puts = step.puts ?? []
  const fields = target.fields.filter((x) => !isComputed(x))
  const ends: End[] = [
    ...earlier.map((x) => ({ step: x.key })),
    { take: ITSELF },
    ...source.fields.map((x) => ({ take: x.key })),
  ]
  const fitting = ends.filter((end) => fields.some((field) => mayPut(end, source, earlier, field)))
  const press = (field: Field, put: PutDef | undefined) => {
    if (armed) {
      const columns = field.kind === 'detail' ? { columns: [] } : {}
      onChange({ ...step, puts: drawn(puts, field.key, { ...armed, ...columns }) })
      setArmed(null)
    } else if (put) onChange({ ...step, puts: drawn(puts, field.key, null) })
    else onChange({ ...step, puts: drawn(puts, field.key, { value: null }) })
  }
  return (
    <div className={css.board} role="group" aria-label={t('board')}>
      <div>
        <div className={css.colHead}>{t('from', { form: f.words(source.label) })}</div>
        <ul className={css.list}>
          {fitting.map((end) => (
            <li key={'step' in end ? `step.${end.step}` : end.take} className={css.row}>
              <Left
                end={end}
                source={source}
                earlier={earlier}
                armed={armed !== null && sameEnd(armed, end)}
                used={puts.some((put) => sameEnd(endOf(put) ?? { take: '' }, end))}
                onPress={() => setArmed(armed && sameEnd(armed, end) ? null : end)}
              />
            </li>
          ))}
        </ul>
      </div>
      <Wires lines={linesOf(puts, fitting, fields)} rows={Math.max(fitting.length, fields.length)} />
      <div>
        <div className={css.colHead}>{t('to', { form: f.words(target.label) })}</div>
        <ul className={css.list}>
          {fields.map((field) => (
            <li key={field.key} className={css.row}>
              <Right
                field={field}
                put={puts.find((x) => x.put === field.key)}
                armed={armed !== null}
                fits={armed !== null && mayPut(armed, source, earlier, field)}
                onPress={press}
              />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

type LeftProps = {
  end: End
  source: Form
  earlier: PushStepDef[]
  armed: boolean
  used: boolean
  onPress: () => void
}

function Left({ end, source, earlier, armed, used, onPress }: LeftProps) {
  const t = useText('pushDesign')
  const f = useFormat()
  const step = 'step' in end ? earlier.find((x) => x.key === end.step) : undefined
  const name =
    'step' in end
      ? t('stepRecord', { name: f.words(step?.label ?? {}) || (step?.key ?? '') })
      : end.take === ITSELF
        ? t('itself')
        : f.words(source.fields.find((x) => x.key === end.take)?.label) || end.take
  return (
    <button
      type="button"
      className={[css.end, armed ? css.armed : used ? css.used : ''].join(' ')}
      aria-pressed={armed}
      onClick={onPress}
      title={name}
    >
      {('step' in end || end.take === ITSELF) && <Icon name="link" size={14} />}
      <span>{name}</span>
    </button>
  )
}

type RightProps = {
  field: Field
  put: PutDef | undefined
  armed: boolean
  fits: boolean
  onPress: (field: Field, put: PutDef | undefined) => void
}

function Right({ field, put, armed, fits, onPress }: RightProps) {
  const t = useText('pushDesign')
  const f = useFormat()
  const name = f.words(field.label) || field.key
  const how = put ? (endOf(put) ? 'joined' : put.formula ? 'formula' : 'constant') : null
  const note = how && how !== 'joined' ? t(how) : ''
  return (
    <button
      type="button"
      className={[css.end, armed && fits ? css.offered : put ? css.used : ''].join(' ')}
      disabled={armed && !fits}
      onClick={() => onPress(field, put)}
      title={armed ? name : put ? t('letGo', { name }) : t('giveValue', { name })}
    >
      <span>{name}</span>
      {field.required && <span className="hot">*</span>}
      {note && <span className={css.kind}>{note}</span>}
    </button>
  )
}

/** The lines between rows of one height. */
function Wires({ lines, rows }: { lines: Line[]; rows: number }) {
  const phone = usePhone()
  const [height, width] = phone ? [44, 28] : [36, 72]
  const y = (row: number) => row * height + height / 2
  return (
    <svg className={css.wires} width={width} height={Math.max(1, rows) * height} aria-hidden>
      {lines.map((line) => (
        <path
          key={`${line.from}.${line.to}`}
          className={css.wire}
          d={`M0 ${y(line.from)} C ${width / 2} ${y(line.from)}, ${width / 2} ${y(line.to)}, ${width} ${y(line.to)}`}
        />
      ))}
    </svg>
  )
}
