// The level glyph (a cup filled to the stage's probability) and a stage's name beside it.
import type { Stage, StageType } from '@/core/types'
import css from './Stage.module.css'

type GlyphProps = { probability: number; type?: StageType }

/** One hue, deeper when nearer to cash; step 1 is drawn with step 2's colour so that it can be seen. */
export function StageGlyph({ probability, type = 'open' }: GlyphProps) {
  const p = Math.max(0, Math.min(100, probability))
  const colour = type === 'won' ? 'var(--won)' : type === 'open' ? rampColour(p) : 'var(--lost)'
  const classes = [css.level, type === 'on_hold' ? css.hold : ''].join(' ')
  return <i className={classes} style={{ '--c': colour, '--p': `${p}%` } as React.CSSProperties} aria-hidden />
}

function rampColour(probability: number): string {
  if (probability <= 40) return 'var(--s2)'
  return probability <= 70 ? 'var(--s3)' : 'var(--s4)'
}

export function StageName({ stage, name }: { stage: Pick<Stage, 'type' | 'probability'>; name: string }) {
  return (
    <span className={css.stage}>
      <StageGlyph probability={stage.probability ?? 0} type={stage.type} />
      <span className="ellipsis">{name}</span>
    </span>
  )
}
