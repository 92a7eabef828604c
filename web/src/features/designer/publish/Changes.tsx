// The changes of a draft, one line each, with what every part was and becomes.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Icon, type IconName } from '@/ui'
import type { ChangeKind, DraftChange } from '../model/types'
import { useChangeWords } from './changeWords'
import { spreadParts } from './lists'
import css from './Publish.module.css'

const ICON: { [kind in ChangeKind]: IconName } = {
  create: 'plus',
  add: 'plus',
  hide: 'trash',
  show: 'undo',
  replace: 'swap',
  change: 'pencil',
  form: 'gear',
}

export function Changes({ changes }: { changes: DraftChange[] }) {
  const t = useText('designer')
  const f = useFormat()
  const say = useChangeWords()
  return (
    <section className={css.block}>
      <h3>{t('changes')}</h3>
      <ul>
        {changes.map((c, i) => (
          <li key={`${c.kind}.${c.field}.${i}`} className={css.change}>
            <Icon name={ICON[c.kind]} size={14} />
            <div>
              <span>{say.head(c)}</span>{' '}
              {c.values ? (
                <span className="t2">{t('withValues', { count: c.values, shown: f.number(c.values) })}</span>
              ) : null}
              {c.kind !== 'add' &&
                c.kind !== 'create' &&
                spreadParts(c.parts).map((p) => {
                  const words = say.part(p)
                  return (
                    <p key={p.part} className={css.part}>
                      <span className="t3">{words.name}</span>{' '}
                      {words.compared ?? (
                        <>
                          <s>{words.before}</s>
                          <Icon name="right" size={12} />
                          <span>{words.after}</span>
                        </>
                      )}
                    </p>
                  )
                })}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
