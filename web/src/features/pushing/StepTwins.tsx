// Records that look like the one that would be made, each with a way to use it instead.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import type { PushStep } from '@/core/pushing'
import { recordRoute } from '@/core/routes'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip } from '@/ui'
import css from './pushing.module.css'

export function StepTwins({ step, onUse }: { step: PushStep; onUse: ((id: Id) => void) | null }) {
  const t = useText('pushing')
  const w = useText('twins')
  const f = useFormat()
  const found = step.twins.filter((twin) => twin.id === null || twin.id !== step.id || twin.form !== step.form)
  if (found.length === 0) return null
  return (
    <div className={css.twins} role="status">
      <h4>{t('twins', { count: found.length })}</h4>
      <ul>
        {found.map((twin, i) => (
          <li key={`${twin.key}.${twin.form}.${twin.id ?? i}`} className={css.twin}>
            {twin.seen && twin.id !== null ? (
              <Link to={recordRoute(twin.form, twin.id)} target="_blank">
                {twin.title ?? f.words(twin.form_label)}
              </Link>
            ) : (
              <span className="t2">{w('unseen')}</span>
            )}
            <Chip tone={twin.kind === 'block' ? 'heat3' : 'outline'}>{w('same', { key: f.words(twin.label) })}</Chip>
            <span className="caption">{[f.words(twin.form_label), twin.owner?.title].filter(Boolean).join(' · ')}</span>
            {onUse && twin.seen && twin.id !== null && twin.form === step.form && (
              <Button size="small" onClick={() => onUse(twin.id!)}>
                {t('useThis')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
