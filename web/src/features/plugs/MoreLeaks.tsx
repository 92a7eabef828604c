// The leaks that rules and pools know of beside those of the meter; each opens exactly its records.
import { Link } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText, type Key } from '@/i18n'
import { Drop } from '@/ui'
import { PlugButton } from './PlugButton'
import type { LeakLine } from './plugs'

/** The look of the rows that they stand below. */
type Rows = { readonly [name: string]: string | undefined }

export function MoreLeaks({ lines, css }: { lines: readonly LeakLine[]; css: Rows }) {
  const t = useText('plugs')
  const f = useFormat()
  if (!lines.length) return null
  return (
    <>
      <p className="caption">{t('also')}</p>
      <ul className={css.causes}>
        {lines.map((line) => (
          <li key={`${line.key}${line.form}`}>
            <Drop level={line.level} />
            <Name line={line} css={css} />
            <b>{f.number(line.count)}</b>
            <span className="t2">{line.amount ? f.short(line.amount) : '—'}</span>
            <Link to={line.link ?? listRoute(line.form, line.filter)} className="caption">
              <span className="ac">{t('deal')}</span>
            </Link>
            <PlugButton plug={line.plug} small />
          </li>
        ))}
      </ul>
    </>
  )
}

function Name({ line, css }: { line: LeakLine; css: Rows }) {
  const t = useText('plugs')
  const f = useFormat()
  const form = useForm(line.form).data
  return (
    <span className={css.name}>
      <span className="ellipsis">{t(`more.${line.key}` as Key<'plugs'>)}</span>
      <span className="caption ellipsis">{f.words(form?.label)}</span>
    </span>
  )
}
