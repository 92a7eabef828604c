// Who gets what: the rest, what belongs to an account, rules by condition, and records one by one.
import { useState } from 'react'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { ConditionInput } from '@/features/designer/parts/ConditionInput'
import { useText } from '@/i18n'
import { ManyPicker } from '@/kinds/Picker'
import { Button, Checkbox, Chip, Chooser, Field, IconButton, Select } from '@/ui'
import css from './Handover.module.css'
import { isDecided, type Draft, type Held, type Piece, type Rule } from './handover'
import { PickRecords } from './PickRecords'

type Props = { held: Held; draft: Draft; set: (part: Partial<Draft>) => void }
const EVERY = '*'
const REST = ['give', 'pool', 'stay'] as const

export function SplitPart({ held, draft, set }: Props) {
  const t = useText('handover')
  return (
    <>
      <div className={css.grid}>
        <div className={css.fields}>
          <b>{t('rest')}</b>
          <Chooser
            label={t('rest')}
            value={draft.restTo}
            onChange={(restTo) => set({ restTo })}
            options={REST.map((x) => ({ value: x, label: t(`restTo.${x}`) }))}
          />
          {draft.restTo === 'give' && (
            <Field label={t('receivers')} hint={t('restHint')}>
              {(ids) => (
                <ManyPicker
                  {...ids}
                  from={{ receivers: held.person.id }}
                  value={draft.rest}
                  onChange={(rest) => set({ rest })}
                  placeholder={t('chooseReceivers')}
                />
              )}
            </Field>
          )}
        </div>
        <div className={css.fields}>
          <Checkbox checked={draft.follow} onChange={(follow) => set({ follow })}>
            {t('follow')}
          </Checkbox>
          <span className="caption">{t('followHint')}</span>
        </div>
      </div>
      <Rules held={held} rules={draft.rules} onChange={(rules) => set({ rules })} />
      <Pieces held={held} pieces={draft.pieces} onChange={(pieces) => set({ pieces })} />
    </>
  )
}

function Rules({ held, rules, onChange }: { held: Held; rules: Rule[]; onChange: (rules: Rule[]) => void }) {
  const t = useText('handover')
  const put = (at: number, part: Partial<Rule>) => onChange(rules.map((r, n) => (n === at ? { ...r, ...part } : r)))
  const first = held.forms[0]?.form ?? EVERY
  return (
    <div className={css.things}>
      <div className={css.line}>
        <b>{t('rules')}</b> <span className="caption">{t('rulesHint')}</span>
      </div>
      {rules.map((rule, at) => (
        <OneRule
          key={at}
          held={held}
          rule={rule}
          onChange={(part) => put(at, part)}
          onRemove={() => onChange(rules.filter((_, n) => n !== at))}
        />
      ))}
      <span>
        <Button
          size="small"
          icon="plus"
          onClick={() => onChange([...rules, { form: first, filter: null, to: [], pool: false }])}
        >
          {t('addRule')}
        </Button>
      </span>
    </div>
  )
}

type RuleProps = { held: Held; rule: Rule; onChange: (part: Partial<Rule>) => void; onRemove: () => void }

function OneRule({ held, rule, onChange, onRemove }: RuleProps) {
  const t = useText('handover')
  const f = useFormat()
  const form = useForm(rule.form === EVERY ? '' : rule.form).data
  const options = [
    ...held.forms.map((x) => ({ value: x.form, label: f.words(x.label) })),
    { value: EVERY, label: t('everyForm') },
  ]
  return (
    <div className={css.rule}>
      <Select
        value={rule.form}
        options={options}
        aria-label={t('ruleForm')}
        onChange={(key) => onChange({ form: key ?? EVERY, filter: null })}
      />
      <div className={css.cell}>
        {form ? (
          <ConditionInput
            form={form}
            value={rule.filter}
            label={t('ruleWhen')}
            empty={t('always')}
            onChange={(filter) => onChange({ filter })}
          />
        ) : (
          <span className="t2">{t('always')}</span>
        )}
      </div>
      <div className={css.cell}>
        <Chooser
          label={t('ruleTo')}
          value={rule.pool ? 'pool' : 'give'}
          onChange={(to) => onChange({ pool: to === 'pool' })}
          options={(['give', 'pool'] as const).map((x) => ({ value: x, label: t(`restTo.${x}`) }))}
        />
        {!rule.pool && (
          <ManyPicker
            from={{ receivers: held.person.id, ...(rule.form === EVERY ? {} : { forms: [rule.form] }) }}
            value={rule.to}
            placeholder={t('chooseReceivers')}
            aria-label={t('receivers')}
            onChange={(to) => onChange({ to })}
          />
        )}
        {!isDecided(rule) && <span className="caption">{t('ruleOpen')}</span>}
      </div>
      <IconButton icon="trash" label={t('removeRule')} onClick={onRemove} />
    </div>
  )
}

function Pieces({ held, pieces, onChange }: { held: Held; pieces: Piece[]; onChange: (pieces: Piece[]) => void }) {
  const t = useText('handover')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const label = (key: string) => f.words(held.forms.find((x) => x.form === key)?.label) || key
  const add = (piece: Piece) => {
    const ids = new Set(piece.ids)
    const others = pieces.map((p) => (p.form === piece.form ? { ...p, ids: p.ids.filter((id) => !ids.has(id)) } : p))
    onChange([...others.filter((p) => p.ids.length > 0), piece])
    setOpen(false)
  }
  return (
    <div className={css.things}>
      <div className={css.line}>
        <b>{t('pieces')}</b> <span className="caption">{t('piecesHint')}</span>
      </div>
      <div className={css.line}>
        {pieces.map((p, at) => (
          <Chip key={at} removeLabel={t('removePiece')} onRemove={() => onChange(pieces.filter((_, n) => n !== at))}>
            {t('piece', { form: label(p.form), count: p.ids.length, to: p.to?.title ?? t('pool') })}
          </Chip>
        ))}
        <Button size="small" icon="plus" disabled={held.forms.length === 0} onClick={() => setOpen(true)}>
          {t('addPieces')}
        </Button>
      </div>
      {open && <PickRecords held={held} onClose={() => setOpen(false)} onPick={add} />}
    </div>
  )
}
