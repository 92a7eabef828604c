// The settings of what is chosen: a field, several, a section, or the form's fields as a whole.
import { useText } from '@/i18n'
import { useBench } from '../bench'
import { BulkPanel } from './BulkPanel'
import { FieldPanel } from './FieldPanel'
import { GonePanel } from './GonePanel'
import { SectionPanel } from './SectionPanel'

export function Panel() {
  const t = useText('designer')
  const { chosen } = useBench()
  const [first] = chosen.fields
  return (
    <div aria-label={t('settings')}>
      {chosen.fields.length > 1 ? (
        <BulkPanel paths={chosen.fields} />
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
