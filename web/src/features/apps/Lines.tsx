// What a package does to each object, the workspace's own changes that stay first.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Chip, type ChipTone } from '@/ui'
import css from './Apps.module.css'
import type { Line } from './apps'

const TONES: Record<Line['action'], ChipTone> = {
  add: 'won',
  change: 'accent',
  same: 'plain',
  kept: 'heat2',
  deleted_here: 'plain',
  dropped: 'plain',
  removed: 'plain',
}

export function Lines({ lines }: { lines: Line[] }) {
  const t = useText('apps')
  const told = lines.filter((line) => line.action !== 'same' || line.left.length > 0)
  const same = lines.length - told.length
  return (
    <ul className={css.lines}>
      {told.map((line) => (
        <OneLine key={`${line.kind}.${line.key}`} line={line} />
      ))}
      {same > 0 && <li className="caption">{t('sameCount', { count: same })}</li>}
    </ul>
  )
}

function OneLine({ line }: { line: Line }) {
  const t = useText('apps')
  const f = useFormat()
  const taken = line.action === 'add' ? [] : line.taken.filter((path) => path !== '')
  return (
    <li>
      <div className={css.line}>
        <Chip tone={TONES[line.action]}>{t(`action.${line.action}`)}</Chip>
        <span className="t2">{t(`kind.${line.kind}`)}</span>
        {line.kind !== 'menu' && <b className="ellipsis">{f.words(line.label) || line.key}</b>}
        {line.kind !== 'menu' && <span className="caption">{line.key}</span>}
      </div>
      {taken.length > 0 && <p className="caption">{t('taken', { paths: shortened(taken, t) })}</p>}
      {line.kept.map((kept) => (
        <p key={kept.path} className={css.kept}>
          {t('keptPath', { path: kept.path || line.key, mine: said(kept.mine), theirs: said(kept.theirs) })}
        </p>
      ))}
      {line.left.map((left) => (
        <p key={left.path} className="caption">
          {t('leftPath', { path: left.path, what: t(`leftWhat.${left.code}`) })}
        </p>
      ))}
    </li>
  )
}

const MOST = 6

function shortened(paths: string[], t: ReturnType<typeof useText<'apps'>>): string {
  const shown = paths.slice(0, MOST).join(t('and'))
  return paths.length > MOST ? t('andMore', { shown, count: paths.length - MOST }) : shown
}

/** A value of a definition in a few signs. */
function said(value: unknown): string {
  if (value === null || value === undefined) return '—'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
