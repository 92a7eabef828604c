// A control as the real form draws it, only that nothing can be typed into it here.
import { useFormat } from '@/core/format'
import type { Choice } from '@/core/types'
import { useText } from '@/i18n'
import { kindOf } from '@/kinds'
import { Chip, Icon, paint, type IconName } from '@/ui'
import { columnsOf } from '../model/paths'
import type { FieldDef, KindInfo } from '../model/types'
import css from './ControlLook.module.css'

type Props = { field: FieldDef; kind: KindInfo | undefined }

export function ControlLook({ field, kind }: Props) {
  const t = useText('designer')
  if (field.kind === 'switch') return <span className={css.switch} />
  if (field.kind === 'detail') return <DetailLook field={field} />
  if (TALL.has(field.kind)) return <span className={`${css.box} ${css.tall}`} />
  if (field.kind === 'rating') return <Stars count={Number(field.options?.max ?? 5)} />
  if (field.kind === 'slider') return <span className={css.slider} />
  if (kind?.operand === 'file') return <Dropping />
  if (kind?.computed) return <span className={`${css.box} ${css.still}`}>{t('computed')}</span>
  if ('choices' in (kind?.options.properties ?? {})) return <ChoiceLook field={field} />
  return <Box field={field} kind={kind} />
}

const TALL = new Set(['long_text', 'rich_text', 'signature'])
const MOST_STARS = 10

function Stars({ count }: { count: number }) {
  return (
    <span className={css.stars}>
      {Array.from({ length: Math.min(MOST_STARS, count) }, (_, i) => (
        <Icon key={i} name="star" />
      ))}
    </span>
  )
}

const AFTER: { [operand: string]: IconName } = {
  person: 'down',
  department: 'down',
  record: 'down',
  records: 'down',
  people: 'down',
  departments: 'down',
  path: 'down',
  address: 'down',
  span: 'calendar',
  time: 'clock',
  date: 'calendar',
  datetime: 'calendar',
}

function Box({ field, kind }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const after = field.offers ? 'down' : (AFTER[kind?.operand ?? ''] ?? AFTER[field.kind])
  const unit = field.kind === 'percent' ? '%' : (field.options?.unit as string | undefined)
  const before = field.kind === 'money' ? f.symbol(String(field.options?.code ?? 'CNY')) : null
  return (
    <span className={css.box}>
      {before}
      <span className={css.fill}>{after === 'down' ? t('pick') : ''}</span>
      {unit}
      {after ? <Icon name={after} size={14} /> : <PlainMark kind={field.kind} />}
    </span>
  )
}

/** Kinds that are more than a text box show their own mark at the end. */
function PlainMark({ kind }: { kind: string }) {
  return ['text', 'number', 'money', 'percent'].includes(kind) ? null : <Icon name={kindOf(kind).icon} size={14} />
}

const SHOWN = 3

function ChoiceLook({ field }: { field: FieldDef }) {
  const t = useText('designer')
  const f = useFormat()
  const choices = (field.options?.choices ?? []).filter((c) => !c.archived)
  return (
    <span className={css.box}>
      <span className={css.fill}>
        {choices.length === 0
          ? t('noChoices')
          : choices.slice(0, SHOWN).map((c) => <Mark key={c.key} choice={c} say={f.words} />)}
        {choices.length > SHOWN && <span className="caption">+{choices.length - SHOWN}</span>}
      </span>
      <Icon name="down" size={14} />
    </span>
  )
}

function Mark({ choice, say }: { choice: Choice; say: (w: Choice['label']) => string }) {
  if (choice.colour) return <Chip colour={choice.colour}>{say(choice.label) || '—'}</Chip>
  return <Chip>{say(choice.label) || '—'}</Chip>
}

export const Dot = ({ colour }: { colour: string }) => <i className={css.dot} style={{ background: paint(colour) }} />

function DetailLook({ field }: { field: FieldDef }) {
  const t = useText('designer')
  const f = useFormat()
  return (
    <span className={css.detail}>
      <span className={css.heads}>
        {columnsOf(field).map((c) => (
          <span key={c.key} className="ellipsis">
            {f.words(c.label)}
            {c.required && <span className="hot"> *</span>}
          </span>
        ))}
      </span>
      <span className={css.add}>
        <Icon name="plus" size={14} /> {t('detailRow')}
      </span>
    </span>
  )
}

function Dropping() {
  const t = useText('designer')
  return (
    <span className={css.drop}>
      <Icon name="clip" size={14} /> {t('addFile')}
    </span>
  )
}
