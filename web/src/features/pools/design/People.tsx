// People by name in a pool: who left is marked, so that somebody else can be chosen.
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { ManyPicker } from '@/kinds/Picker'
import { useBench } from './bench'

type Props = { id?: string | undefined; label: string; value: Id[]; onChange: (people: Id[]) => void }

export function People({ id, label, value, onChange }: Props) {
  const t = useText('poolDesign')
  const { person, meet } = useBench()
  const named = value.map((each) => {
    const { title, state } = person(each)
    return { id: each, title: state === 'active' || state === 'not_activated' ? title : `${title} · ${t('gone')}` }
  })
  return (
    <ManyPicker
      id={id}
      from="people"
      aria-label={label}
      placeholder={t('nobody')}
      value={named}
      onChange={(people) => {
        meet(people.filter((each) => !value.includes(each.id)))
        onChange(people.map((each) => each.id))
      }}
    />
  )
}
