// One field of a public form: the browser's own controls, large enough for thumbs.
import { useId, type ReactNode } from 'react'
import type { PublicField } from './model'
import { FilesControl } from './FilesControl'
import css from './PublicPage.module.css'
import type { Proof } from './talk'
import { useWords } from './words'

export type ControlProps = {
  field: PublicField
  value: unknown
  onChange: (value: unknown) => void
  error: string
  slug: string
  proof: Proof | null
  /** What belongs to the field and stands below it. */
  below?: ReactNode
}

const FEW = 7 // choices that are shown at once
const WHOLE = new Set(['choices', 'file', 'image', 'switch'])

export function Control(props: ControlProps) {
  const { field, error } = props
  const { t, words } = useWords()
  const id = useId()
  const hint = words(field.hint)
  const grouped = WHOLE.has(field.kind) || isFew(field)
  const about = [hint && `${id}h`, error && `${id}e`].filter(Boolean).join(' ') || undefined
  const label = (
    <>
      {words(field.label)}
      {field.required && (
        <span className={css.required} title={t('required')}>
          *
        </span>
      )}
    </>
  )
  return (
    <div className={css.field} data-field={field.key}>
      {grouped ? (
        <span id={`${id}l`} className={css.label}>
          {label}
        </span>
      ) : (
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
      )}
      {hint && (
        <span id={`${id}h`} className={css.hint}>
          {hint}
        </span>
      )}
      <Box {...props} id={id} about={about} label={`${id}l`} />
      {props.below}
      {error && (
        <span id={`${id}e`} role="alert" className={css.error}>
          {error}
        </span>
      )}
    </div>
  )
}

const isFew = (field: PublicField): boolean => field.kind === 'choice' && (field.options.choices?.length ?? 0) <= FEW

type BoxProps = ControlProps & { id: string; label: string; about: string | undefined }

function Box(p: BoxProps) {
  switch (p.field.kind) {
    case 'long_text':
      return <textarea {...plain(p)} className={css.box} rows={Math.min(p.field.options.rows ?? 4, 8)} />
    case 'choice':
      return isFew(p.field) ? <Options {...p} type="radio" /> : <Dropdown {...p} />
    case 'choices':
      return <Options {...p} type="checkbox" />
    case 'switch':
      return <YesNo {...p} />
    case 'file':
    case 'image':
      return <FilesControl {...p} />
    default:
      return <Line {...p} />
  }
}

const TYPES: { [kind: string]: React.InputHTMLAttributes<HTMLInputElement> } = {
  phone: { type: 'tel', autoComplete: 'tel' },
  email: { type: 'email', autoComplete: 'email' },
  link: { inputMode: 'url', autoComplete: 'url' },
  number: { inputMode: 'decimal' },
  money: { inputMode: 'decimal' },
  percent: { inputMode: 'decimal' },
  date: { type: 'date' },
  datetime: { type: 'datetime-local' },
}

const plain = (p: BoxProps) => ({
  id: p.id,
  value: typeof p.value === 'string' || typeof p.value === 'number' ? String(p.value) : '',
  required: p.field.required,
  disabled: p.field.readonly,
  'aria-describedby': p.about,
  'aria-invalid': Boolean(p.error),
  ...(p.field.options.max_length ? { maxLength: p.field.options.max_length } : {}),
  onChange: (e: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
    p.onChange(e.target.value),
})

function Line(p: BoxProps) {
  const { language } = useWords()
  const { kind, options } = p.field
  const unit = kind === 'percent' ? '%' : kind === 'money' ? symbolOf(language, options.code ?? 'CNY') : options.unit
  const box = <input {...plain(p)} {...TYPES[kind]} className={css.box} />
  return unit ? (
    <span className={css.withUnit}>
      {box}
      <span className={css.unit}>{unit}</span>
    </span>
  ) : (
    box
  )
}

const symbolOf = (language: string, currency: string): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency

function Dropdown(p: BoxProps) {
  const { t, words } = useWords()
  const { maxLength: _, ...rest } = plain(p)
  return (
    <select {...rest} className={css.box}>
      <option value="">{t('choose')}</option>
      {p.field.options.choices?.map((c) => (
        <option key={c.key} value={c.key}>
          {words(c.label)}
        </option>
      ))}
    </select>
  )
}

function Options(p: BoxProps & { type: 'radio' | 'checkbox' }) {
  const { words } = useWords()
  const many = p.type === 'checkbox'
  const chosen = many ? (Array.isArray(p.value) ? (p.value as string[]) : []) : p.value ? [String(p.value)] : []
  const pick = (key: string) => {
    if (!many) p.onChange(chosen.includes(key) ? null : key)
    else p.onChange(chosen.includes(key) ? chosen.filter((k) => k !== key) : [...chosen, key])
  }
  return (
    <div
      role={many ? 'group' : 'radiogroup'}
      aria-labelledby={p.label}
      aria-describedby={p.about}
      className={css.options}
    >
      {p.field.options.choices?.map((c) => (
        <label key={c.key} className={css.option}>
          <input
            type={p.type}
            name={p.id}
            checked={chosen.includes(c.key)}
            disabled={p.field.readonly}
            onChange={() => pick(c.key)}
            onClick={() => !many && !p.field.required && chosen.includes(c.key) && p.onChange(null)}
          />
          <span>{words(c.label)}</span>
        </label>
      ))}
    </div>
  )
}

function YesNo(p: BoxProps) {
  const { words } = useWords()
  return (
    <label className={css.option}>
      <input
        type="checkbox"
        checked={p.value === true}
        disabled={p.field.readonly}
        onChange={(e) => p.onChange(e.target.checked)}
        aria-describedby={p.about}
      />
      <span>{words(p.field.label)}</span>
    </label>
  )
}
