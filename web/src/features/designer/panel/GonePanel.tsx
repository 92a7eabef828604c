// Nothing is chosen: what one can do here, and the deleted fields, which come back with their values.
import { useFormat } from '@/core/format'
import { useTouch } from '@/core/media'
import { useText } from '@/i18n'
import { kindOf } from '@/kinds'
import { Button, Icon, Kbd, shortcut } from '@/ui'
import { useBench } from '../sight'
import { restoreField } from '../model/fields'
import { deletedFields, shownFields } from '../model/paths'
import css from './Panel.module.css'

export function GonePanel() {
  const t = useText('designer')
  const touch = useTouch()
  return (
    <div className={css.panel}>
      <p className="t2">{t(touch ? 'chooseTouch' : 'chooseHint')}</p>
      {!touch && <Keys />}
      <GoneFields />
    </div>
  )
}

/** The deleted fields, to be brought back; nothing where there are none. */
export function GoneFields({ onRestored }: { onRestored?: () => void }) {
  const t = useText('designer')
  const f = useFormat()
  const { form, inForce, edit, choose } = useBench()
  const gone = [
    ...deletedFields(form).map((field) => ({ field, path: field.key, of: '' })),
    ...shownFields(form).flatMap((d) =>
      deletedFields({ ...form, fields: d.fields ?? [] }).map((field) => ({
        field,
        path: `${d.key}.${field.key}`,
        of: f.words(d.label),
      })),
    ),
  ]
  if (gone.length === 0) return null
  return (
    <section className={css.block}>
      <h3>{t('goneFields')}</h3>
      <p className="caption">{t('goneHint')}</p>
      {gone.map(({ field, path, of }) => (
        <div key={path} className={css.gone}>
          <Icon name={kindOf(field.kind).icon} size={14} />
          <span className="ellipsis">{f.words(field.label) || field.key}</span>
          {of && <span className="caption">{of}</span>}
          <Button
            size="small"
            icon="undo"
            onClick={() => {
              edit((x) => restoreField(x, path, inForce))
              choose({ fields: [path], section: null })
              onRestored?.()
            }}
          >
            {t('restore')}
          </Button>
        </div>
      ))}
    </section>
  )
}

function Keys() {
  const t = useText('designer')
  return (
    <ul className={css.uses}>
      <li>
        <Kbd>{shortcut('mod+z')}</Kbd> {t('keys.undo')}
      </li>
      <li>
        <Kbd>Alt ↑↓</Kbd> {t('keys.move')}
      </li>
      <li>
        <Kbd>{shortcut('mod+d')}</Kbd> {t('keys.copy')}
      </li>
      <li>
        <Kbd>Delete</Kbd> {t('keys.remove')}
      </li>
    </ul>
  )
}
