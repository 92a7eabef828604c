// What a serial number is made of: fixed text, the day, a counter; in any order, with an example.
import { useFormat } from '@/core/format'
import { useText, type Key } from '@/i18n'
import { Button, FieldError, IconButton, Input, Menu, NumberInput, Select } from '@/ui'
import { Sortable } from '../parts/Sortable'
import css from './Serial.module.css'
import type { OptionProps } from './SchemaForm'

export type Part = { part: string; text?: string; format?: string; digits?: number; reset?: string }

const FORMATS = ['YYYY', 'YY', 'YYYYMM', 'YYMM', 'YYYYMMDD', 'YYMMDD']
const RESETS = ['never', 'year', 'month', 'day']
const NEW: { [part: string]: Part } = {
  fixed: { part: 'fixed', text: '-' },
  date: { part: 'date', format: 'YYYYMM' },
  counter: { part: 'counter', digits: 4, reset: 'never' },
}

/** The first number of a day (`2026-11-28`): "HT-2026110001". */
export function example(parts: Part[], day: string): string {
  const [y, m, d] = day.split('-')
  const dated = (format = 'YYYYMM') =>
    format.replace('YYYY', y!).replace('YY', y!.slice(2)).replace('MM', m!).replace('DD', d!)
  return parts
    .map((p) =>
      p.part === 'fixed' ? (p.text ?? '') : p.part === 'date' ? dated(p.format) : '1'.padStart(p.digits ?? 4, '0'),
    )
    .join('')
}

export function SerialParts({ label, value, onChange, error }: OptionProps) {
  const t = useText('designer')
  const f = useFormat()
  const parts = (value as Part[] | undefined) ?? []
  const put = (i: number, change: Partial<Part>) =>
    onChange(
      parts.map((p, j) => (j === i ? { ...p, ...change } : p)),
      true,
    )
  const move = (key: string, before: string | null) => {
    const moved = parts[Number(key)]!
    const rest = parts.filter((p) => p !== moved)
    const at = before === null ? rest.length : rest.indexOf(parts[Number(before)]!)
    onChange([...rest.slice(0, at), moved, ...rest.slice(at)])
  }
  return (
    <section className={css.serial} aria-label={label}>
      <h3>
        {label} <b>{example(parts, f.today())}</b>
      </h3>
      <FieldError>{error}</FieldError>
      <Sortable
        items={parts.map((p, i) => ({ p, i }))}
        keyOf={({ i }) => String(i)}
        nameOf={({ p }) => t(`serial.${p.part}` as Key<'designer'>)}
        onMove={move}
      >
        {({ p, i }, grip) => (
          <div className={css.part}>
            {grip}
            <span className={css.name}>{t(`serial.${p.part}` as Key<'designer'>)}</span>
            <PartBox part={p} onChange={(change) => put(i, change)} />
            <IconButton
              icon="close"
              size="small"
              tone="quiet"
              label={t('removeNamed', { name: t(`serial.${p.part}` as Key<'designer'>) })}
              disabled={parts.length === 1}
              onClick={() => onChange(parts.filter((x) => x !== p))}
            />
          </div>
        )}
      </Sortable>
      <Menu
        items={Object.keys(NEW).map((key) => ({
          key,
          label: t(`serial.${key}` as Key<'designer'>),
          onSelect: () => onChange([...parts, { ...NEW[key]! }]),
        }))}
      >
        <Button size="small" look="text" icon="plus" aria-haspopup="menu">
          {t('serial.add')}
        </Button>
      </Menu>
    </section>
  )
}

function PartBox({ part, onChange }: { part: Part; onChange: (change: Partial<Part>) => void }) {
  const t = useText('designer')
  if (part.part === 'fixed')
    return (
      <Input
        size="small"
        maxLength={20}
        value={part.text ?? ''}
        onChange={(text) => onChange({ text })}
        aria-label={t('serial.fixed')}
      />
    )
  if (part.part === 'date')
    return (
      <Select
        size="small"
        value={part.format ?? 'YYYYMM'}
        onChange={(format) => format && onChange({ format })}
        options={FORMATS.map((x) => ({ value: x, label: x }))}
        aria-label={t('serial.date')}
      />
    )
  return (
    <span className={css.counter}>
      <NumberInput
        size="small"
        min={1}
        max={10}
        decimals={0}
        value={part.digits ?? 4}
        onChange={(digits) => onChange({ digits: digits ?? 4 })}
        aria-label={t('serial.digits')}
      />
      <Select
        size="small"
        value={part.reset ?? 'never'}
        onChange={(reset) => reset && onChange({ reset })}
        options={RESETS.map((x) => ({ value: x, label: t(`serial.resets.${x as 'never'}`) }))}
        aria-label={t('serial.reset')}
      />
    </span>
  )
}
