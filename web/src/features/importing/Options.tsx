// How known records, missing options and people, and closed history are dealt with.
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Checkbox, Field, MultiSelect, Select } from '@/ui'
import css from './Importing.module.css'
import { PEOPLE, type ImportPatch, type Proposal } from './imports'
import { GoesTo } from './Notices'

type Props = { form: Form; proposal: Proposal; onChange: (patch: ImportPatch) => void }

export function Options({ form, proposal, onChange }: Props) {
  const t = useText('importing')
  const f = useFormat()
  const o = proposal.options
  const missing = (part: Partial<typeof o.create_missing>) =>
    onChange({ options: { create_missing: { ...o.create_missing, ...part } } })
  const staff = form.key === PEOPLE // people are recognised by their names, and only filled in
  const matchable = form.fields.filter((x) => ['text', 'phone', 'email', 'serial', 'relation'].includes(x.kind))
  return (
    <div className={css.options}>
      {!staff && (
        <Field label={t('matchBy')} hint={t('matchHint')}>
          {(ids) => (
            <MultiSelect
              id={ids.id}
              value={o.match}
              onChange={(match) => onChange({ options: { match } })}
              options={matchable.map((x) => ({ value: x.key, label: f.words(x.label) }))}
              aria-label={t('matchBy')}
            />
          )}
        </Field>
      )}
      {!staff && (
        <Field label={t('onMatch')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={o.on_match}
              onChange={(on_match) => on_match && onChange({ options: { on_match } })}
              aria-label={t('onMatch')}
              options={(['fill', 'overwrite', 'skip', 'create'] as const).map((k) => ({
                value: k,
                label: t(`match.${k}`),
              }))}
            />
          )}
        </Field>
      )}
      {proposal.owners && (
        <Field label={t('goesTo')} hint={proposal.owners.may_assign ? t('goesToHint') : t('allYours')}>
          {() => <GoesTo owners={proposal.owners!} onPick={(owner) => onChange({ options: { owner } })} />}
        </Field>
      )}
      <fieldset className={css.set}>
        <legend>{t('makeMissing')}</legend>
        {!staff && (
          <Checkbox checked={o.create_missing.choices} onChange={(choices) => missing({ choices })}>
            {t('makeChoices')}
          </Checkbox>
        )}
        <Checkbox checked={o.create_missing.links} onChange={(links) => missing({ links })}>
          {t(staff ? 'makeOffices' : 'makeLinks')}
        </Checkbox>
        <Checkbox
          checked={o.create_missing.people}
          disabled={proposal.rights.people === false}
          onChange={(people) => missing({ people })}
        >
          {t('makePeople')}
        </Checkbox>
        <span className="caption">{t('peopleHint')}</span>
      </fieldset>
      {form.pipelines?.length ? (
        <fieldset className={css.set}>
          <legend>{t('history')}</legend>
          <Checkbox
            checked={o.existing_history}
            disabled={proposal.rights.existing_history === false}
            onChange={(existing_history) => onChange({ options: { existing_history } })}
          >
            {t('existingHistory')}
          </Checkbox>
          <span className="caption">{t('historyHint')}</span>
        </fieldset>
      ) : null}
    </div>
  )
}
