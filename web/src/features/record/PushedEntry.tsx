// What a record became by a push, or what it was made of, as one line of its timeline.
import { Link } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import type { Entry } from './record'
import { Machine } from './Machine'

type Named = { form: string; id: number; title: string | null }

export function PushedEntry({ entry }: { entry: Entry }) {
  const t = useText('pushing')
  const r = useText('record')
  const push = typeof entry.data.push === 'string' ? entry.data.push : ''
  const said = { by: entry.by?.title ?? r('system2'), push }
  const became = (entry.data.records ?? []) as unknown as Named[]
  if (entry.kind === 'pushed')
    return (
      <Machine at={entry.at}>
        {t(push ? 'pushed' : 'pushedAs', said)}{' '}
        {became.map((each, i) => (
          <span key={`${each.form}.${each.id}`}>
            {i > 0 && r('and')}
            <NamedLink to={each} />
          </span>
        ))}
      </Machine>
    )
  const source = entry.record as unknown as Named | null
  const how = entry.data.how === 'used' ? 'usedBy' : push ? 'came' : 'cameAs'
  return (
    <Machine at={entry.at}>
      {t(how, said)} {source && <NamedLink to={source} />}
    </Machine>
  )
}

function NamedLink({ to }: { to: Named }) {
  const t = useText('pushing')
  const f = useFormat()
  const form = useForm(to.form).data
  if (to.title === null) return <span className="t3">{t('locked')}</span>
  return (
    <Link to={`/f/${to.form}/${to.id}`}>
      {f.words(form?.label)} {to.title}
    </Link>
  )
}
