// What starts the rule, and what must hold: the two cards everything hangs from.
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import { triggerIcon } from '../actions'
import { useDesign } from '../bench'
import { problemsAt } from '../model/places'
import { mark, Said } from '../parts/Said'
import { useConditions } from '../words/common'
import { useTriggerWords } from '../words/trigger'
import css from './Canvas.module.css'

export function HeadCards() {
  const t = useText('ruleDesigner')
  const { definition, form, keeping, trial } = useDesign()
  const trigger = useTriggerWords()
  const condition = useConditions()
  const when = definition.when
  const words = when && form ? mark(condition(form, when, '')) : t('card.always')
  return (
    <>
      <HeadCard
        spot="trigger"
        lead={t('card.when')}
        icon={triggerIcon(definition.trigger.kind)}
        words={trigger(definition.trigger)}
        wrong={problemsAt(keeping.problems, 'trigger').length}
        lit={trial !== null}
      />
      <span className={[css.line, trial ? css.lit : ''].join(' ')} aria-hidden />
      {form && (
        <>
          <HeadCard
            spot="when"
            lead={t('card.if')}
            icon="filter"
            words={words}
            quiet={!when}
            wrong={problemsAt(keeping.problems, 'when').length}
            lit={trial !== null && trial.meets !== false}
          />
          <span className={[css.short, trial ? css.lit : ''].join(' ')} aria-hidden />
        </>
      )}
    </>
  )
}

type CardProps = {
  spot: 'trigger' | 'when'
  lead: string
  icon: Parameters<typeof Icon>[0]['name']
  words: string
  wrong: number
  quiet?: boolean
  lit: boolean
}

function HeadCard({ spot, lead, icon, words, wrong, quiet = false, lit }: CardProps) {
  const t = useText('ruleDesigner')
  const { spot: chosen, choose } = useDesign()
  const classes = [css.card, css.head, chosen === spot ? css.chosen : '', quiet ? css.quiet : '', lit ? css.ran : '']
  return (
    <button
      type="button"
      className={classes.join(' ')}
      aria-pressed={chosen === spot}
      data-testid={`card-${spot}`}
      onClick={() => choose(spot)}
    >
      <span className={css.name}>
        <Icon name={icon} size={14} />
        <b>{lead}</b>
        {wrong > 0 && <span className={css.wrong}>{t('card.problems', { count: wrong })}</span>}
      </span>
      <span className={css.words}>
        <Said>{words}</Said>
      </span>
    </button>
  )
}
