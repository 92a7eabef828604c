// At the bottom: how much is different from what is in force, whom it touches, and what is wrong.
import { memo, useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Icon, Popover } from '@/ui'
import { useBench } from '../sight'
import { spotOf } from '../model/problems'
import type { Diff, DraftProblem } from '../model/types'
import { useProblemWords } from '../parts/problemWords'
import css from './Bar.module.css'

export const DiffBar = memo(function DiffBar({ diff, onOpen }: { diff: Diff | undefined; onOpen: () => void }) {
  const t = useText('designer')
  const f = useFormat()
  const { keeping, inForce } = useBench()
  const changes = diff?.changes.length ?? 0
  if (changes === 0 && keeping.problems.length === 0) return null
  return (
    <footer className={css.diff} data-testid="diff-bar" data-foot-bar>
      <ProblemPill problems={keeping.problems} />
      {changes > 0 && (
        <>
          {inForce !== null && <b>{t('changesCount', { count: changes })}</b>}
          <span className="t2">
            {inForce === null
              ? t('neverOnline')
              : t('recordsTouched', { count: diff?.records ?? 0, shown: f.number(diff?.records ?? 0) })}
          </span>
        </>
      )}
      <span className={css.space} />
      <Button size="small" onClick={onOpen}>
        {t('showDiff')}
      </Button>
    </footer>
  )
})

function ProblemPill({ problems }: { problems: DraftProblem[] }) {
  const t = useText('designer')
  const { form, setTab, choose } = useBench()
  const [open, setOpen] = useState(false)
  const words = useProblemWords()
  if (problems.length === 0) return null
  const go = (p: DraftProblem) => {
    const spot = spotOf(p, form)
    setOpen(false)
    setTab(spot.tab)
    if (spot.tab === 'fields' && spot.at) choose({ fields: [spot.at], section: null })
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      placement="topLeft"
      width={360}
      label={t('problems')}
      content={
        <ul className={css.problems}>
          {problems.map((p, i) => (
            <li key={`${p.field}.${i}`}>
              <button type="button" className="plain-button" onClick={() => go(p)}>
                {words(p)}
              </button>
            </li>
          ))}
        </ul>
      }
    >
      <button type="button" className={css.pill} aria-haspopup="dialog" aria-expanded={open}>
        <Icon name="warn" size={14} /> {t('problemsCount', { count: problems.length })}
      </button>
    </Popover>
  )
}
