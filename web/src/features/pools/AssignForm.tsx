// Whom records of a pool are given to.
import { useState, type FormEvent } from 'react'
import type { Ref } from '@/core/types'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, Field } from '@/ui'
import css from './Pools.module.css'

export function AssignForm({ busy, onAssign }: { busy: boolean; onAssign: (person: Ref) => void }) {
  const t = useText('pools')
  const [person, setPerson] = useState<Ref | null>(null)
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (person) onAssign(person)
  }
  return (
    <form className={css.assign} onSubmit={submit}>
      <Field label={t('assignTo')}>
        {({ id }) => <Picker id={id} from="people" value={person} onChange={setPerson} autoFocus />}
      </Field>
      <Button look="primary" type="submit" disabled={!person} loading={busy}>
        {t('assignDo')}
      </Button>
    </form>
  )
}
