// The settings of what is chosen: a field, several, a section, or the form's fields as a whole.
import { useText } from '@/i18n'
import { useBench } from '../sight'
import { elementAt } from '../model/elements'
import { BulkPanel } from './BulkPanel'
import { ElementPanel } from './ElementPanel'
import { FieldPanel } from './FieldPanel'
import { GonePanel } from './GonePanel'
import { SectionPanel } from './SectionPanel'

export function Panel() {
  const t = useText('designer')
  const { form, chosen } = useBench()
  const [first] = chosen.fields
  const element = first === undefined ? undefined : elementAt(form, first)
  return (
    <div aria-label={t('settings')}>
      {chosen.fields.length > 1 ? (
        <BulkPanel paths={chosen.fields} />
      ) : element ? (
        <ElementPanel element={element} />
      ) : first !== undefined ? (
        <FieldPanel path={first} />
      ) : chosen.section !== null ? (
        <SectionPanel name={chosen.section} />
      ) : (
        <GonePanel />
      )}
    </div>
  )
}
