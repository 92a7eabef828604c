// A line, a text or another page between fields.
import { useFormat } from '@/core/format'
import type { LayoutElement } from '@/core/types'
import { useText } from '@/i18n'
import css from './layout.module.css'

export function ElementView({ element }: { element: LayoutElement }) {
  const f = useFormat()
  const t = useText('fields')
  const label = f.words(element.label)
  if (element.kind === 'divider')
    return (
      <div className={css.divider} role="separator">
        {label && <span className="caption">{label}</span>}
      </div>
    )
  if (element.kind === 'description')
    return (
      <div className={css.description}>
        {label && <b>{label}</b>}
        <p>{f.words(element.text)}</p>
      </div>
    )
  if (!element.url.startsWith('https://')) return null
  return (
    <figure className={css.embed}>
      {label && <figcaption className="caption">{label}</figcaption>}
      <iframe
        title={label || t('embedded')}
        src={element.url}
        height={element.height}
        sandbox="allow-scripts allow-forms allow-popups"
        referrerPolicy="no-referrer"
        loading="lazy"
      />
    </figure>
  )
}
