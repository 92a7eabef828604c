// Pages that stand nowhere in the navigation: one click puts them under the chosen section, else the last one.
import { useText } from '@/i18n'
import { Button } from '@/ui'
import css from './MenuEditor.module.css'
import type { Work } from './MenuEditor'
import { entryOf, moved, unplaced } from './model'
import { useNames } from './names'

export function Unplaced({ work }: { work: Work }) {
  const t = useText('menu')
  const names = useNames(work.arranged)
  const { menu, chosen, choose, edit, arranged } = work
  const found = unplaced(
    menu,
    arranged.entries.map((each) => each.name),
  )
  if (!found.length) return null
  const put = (name: string) => {
    edit((now) => moved(now, null, name, chosen?.startsWith('section.') ? chosen : null))
    choose(name)
  }
  return (
    <section aria-label={t('unplaced')} className={css.unplaced}>
      <h2>{t('unplaced')}</h2>
      <p className="caption">{t('unplacedWhy')}</p>
      <div className={css.chips}>
        {found.map((name) => (
          <Button key={name} size="small" icon="plus" onClick={() => put(name)}>
            {names(entryOf(name)).label}
          </Button>
        ))}
      </div>
    </section>
  )
}
