// Where a field stands, and a step up or down: for fingers, beside dragging.
import { useFormat } from '@/core/format'
import { useTouch } from '@/core/media'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import { groupsOf, nudge } from '../model/layout'
import { useBench } from '../sight'
import css from './Panel.module.css'

export function PlaceLine({ name }: { name: string }) {
  const t = useText('designer')
  const f = useFormat()
  const { form, edit } = useBench()
  const touch = useTouch()
  const groups = groupsOf(form)
  const at = groups.findIndex((group) => group.keys.includes(name))
  const group = groups[at]
  if (!touch || !group) return null
  const place = group.keys.indexOf(name)
  const section = group.section ? f.words(group.section.label) || t('unnamed') : t('looseFields')
  const step = (by: -1 | 1) => edit((x) => nudge(x, name, by))
  return (
    <div className={css.place}>
      <span role="status">{t('placeIn', { section, at: place + 1, of: group.keys.length })}</span>
      <IconButton icon="up" label={t('moveUp')} disabled={at === 0 && place === 0} onClick={() => step(-1)} />
      <IconButton
        icon="down"
        label={t('moveDown')}
        disabled={at === groups.length - 1 && place === group.keys.length - 1}
        onClick={() => step(1)}
      />
    </div>
  )
}
