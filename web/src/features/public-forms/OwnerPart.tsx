// Whose the records are.
import { useState } from 'react'
import type { Form, Ref } from '@/core/types'
import { ManyPicker } from '@/kinds/Picker'
import { useText } from '@/i18n'
import { FieldError, Segmented } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import type { OwnerRule } from './publicForms'

const RULES: OwnerRule[] = ['nobody', 'person', 'round_robin']

export function OwnerPart({ form, editing }: { form: Form; editing: Editing }) {
  const t = useText('publicForms')
  const { owner } = editing.draft.definition
  const [known, setKnown] = useState<Ref[]>(editing.saved.people)
  const error = editing.errorOf('owner')
  const people = owner.people.map((id) => known.find((x) => x.id === id) ?? { id, title: null })
  const pick = (refs: Ref[]) => {
    setKnown(refs)
    const ids = refs.map((x) => x.id)
    editing.put({ owner: { ...owner, people: owner.rule === 'person' ? ids.slice(-1) : ids } })
  }
  return (
    <Part title={t('parts.owner')} note={form.owned ? t(`owner.${owner.rule}`) : undefined} wrong={Boolean(error)}>
      {form.owned ? (
        <>
          <p className="t2">{t('owner.why')}</p>
          <Segmented
            value={owner.rule}
            onChange={(rule) =>
              editing.put({ owner: { rule, people: rule === 'person' ? owner.people.slice(0, 1) : owner.people } })
            }
            options={RULES.map((value) => ({ value, label: t(`owner.${value}`) }))}
            aria-label={t('parts.owner')}
          />
          {owner.rule !== 'nobody' && (
            <ManyPicker from="people" value={people} onChange={pick} aria-label={t('owner.people')} />
          )}
        </>
      ) : (
        <p className="t2">{t('owner.none')}</p>
      )}
      <FieldError>{error}</FieldError>
    </Part>
  )
}
