// One field of theirs compared with one of ours.
import { fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText, type Key } from '@/i18n'
import { IconButton, Select } from '@/ui'
import { useBench } from '../sight'
import type { PairDef } from '../model/types'
import { comparable, idOf, sideOf } from './fitting'
import css from './linked.module.css'

type Props = {
  target: Form
  /** The form that is being designed. */
  own: string
  pair: PairDef
  onChange: (pair: PairDef) => void
  onRemove: () => void
}

const NEEDS_NO_VALUE = ['empty', 'not_empty', 'relative', 'between']

export function PairLine({ target, own, pair, onChange, onRemove }: Props) {
  const t = useText('designer')
  const ops = useText('fields')
  const f = useFormat()
  const { view } = useBench()
  const theirs = [...target.fields, ...target.system.filter((x) => x.key !== 'id')]
  const field = theirs.find((x) => x.key === pair.field)
  const side = pair.field === 'id' ? idOf(target.key) : field && sideOf(field)
  const ours = [
    { side: idOf(own), label: t('thisRecord') },
    ...fieldsOf(view)
      .filter((x) => x.key !== 'id')
      .map((x) => ({ side: sideOf(x), label: f.words(x.label) || x.key })),
  ].filter((x) => !side || comparable(x.side, side))
  const operators = (pair.field === 'id' ? ['eq'] : (field?.operators ?? ['eq'])).filter(
    (op) => !NEEDS_NO_VALUE.includes(op),
  )
  return (
    <div className={css.pair}>
      <Select
        size="small"
        searchable
        aria-label={t('theirField')}
        placeholder={t('theirField')}
        value={pair.field || null}
        options={[
          { value: 'id', label: t('theirRecord') },
          ...theirs.map((x) => ({ value: x.key, label: f.words(x.label) || x.key })),
        ]}
        onChange={(key) => onChange({ field: key ?? '', op: 'eq', of: '' })}
      />
      <Select
        size="small"
        aria-label={t('pairOp')}
        value={pair.op ?? 'eq'}
        options={operators.map((op) => ({ value: op, label: ops(`op.${op}` as Key<'fields'>) }))}
        onChange={(op) => op && onChange({ ...pair, op })}
      />
      <Select
        size="small"
        searchable
        aria-label={t('ourField')}
        placeholder={t('ourField')}
        value={pair.of || null}
        options={ours.map((x) => ({ value: x.side.key, label: x.label }))}
        onChange={(key) => onChange({ ...pair, of: key ?? '' })}
      />
      <IconButton icon="close" size="small" tone="quiet" label={t('removePair')} onClick={onRemove} />
    </div>
  )
}
