// One stage: a line with its level and what is expected; opened it shows names, gates and aliases.
import { useState, type ReactNode } from 'react'
import { useFormat } from '@/core/format'
import type { StageType } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, FieldError, IconButton, Input, NumberInput, Select, StageGlyph } from '@/ui'
import { useBench } from '../sight'
import { isKey } from '../model/keys'
import { problemsOf } from '../model/problems'
import { changeStage, removeStage, stagesOf } from '../model/stages'
import type { StageDef } from '../model/types'
import { LinesInput } from '../parts/LinesInput'
import { WordsInput } from '../parts/WordsInput'
import { GateEdit } from './GateEdit'
import css from './Stages.module.css'

const TYPES: StageType[] = ['open', 'won', 'lost', 'on_hold']
const FORECASTS = ['omitted', 'pipeline', 'best_case', 'commit', 'closed']

export function StageCard({ stage, grip }: { stage: StageDef; grip: ReactNode }) {
  const t = useText('designer')
  const f = useFormat()
  const { keeping } = useBench()
  const [open, setOpen] = useState(false)
  const problems = problemsOf(keeping.problems, `stages.${stage.key}`)
  const asks = [stage.enter, stage.leave].reduce((n, g) => n + (g?.fields?.length ?? 0) + (g?.condition ? 1 : 0), 0)
  const name = f.words(stage.label) || stage.key
  return (
    <section className={css.stage} aria-label={name}>
      <div className={css.line}>
        {grip}
        <StageGlyph probability={stage.probability ?? 0} type={stage.type ?? 'open'} />
        <b className={`${css.name} ellipsis`}>{name}</b>
        {asks > 0 && <span className="caption">{t('gateAsks', { count: asks })}</span>}
        <Numbers stage={stage} />
        <IconButton
          icon={open ? 'up' : 'down'}
          size="small"
          label={t(open ? 'fold' : 'unfold', { name })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </div>
      {problems.map((p) => (
        <FieldError key={p.field + p.code}>{p.detail}</FieldError>
      ))}
      {open && <StageDetails stage={stage} />}
    </section>
  )
}

function Numbers({ stage }: { stage: StageDef }) {
  const t = useText('designer')
  const { edit } = useBench()
  const put = (change: Partial<StageDef>, run?: string) => edit((x) => changeStage(x, stage.key, change), run)
  return (
    <span className={css.numbers}>
      <Select
        size="small"
        width={96}
        aria-label={t('stageType')}
        value={stage.type ?? 'open'}
        onChange={(type) => type && put({ type })}
        options={TYPES.map((x) => ({ value: x, label: t(`stageTypes.${x}`) }))}
      />
      <span className={css.number}>
        <NumberInput
          size="small"
          min={0}
          max={100}
          decimals={0}
          after="%"
          aria-label={t('probability')}
          value={stage.probability ?? null}
          onChange={(probability) => put({ probability }, `${stage.key}.probability`)}
        />
      </span>
      <span className={css.number}>
        <NumberInput
          size="small"
          min={1}
          max={3650}
          decimals={0}
          after={t('days')}
          aria-label={t('expectedDays')}
          placeholder="—"
          value={stage.expected_days ?? null}
          onChange={(expected_days) => put({ expected_days }, `${stage.key}.days`)}
        />
      </span>
    </span>
  )
}

function StageDetails({ stage }: { stage: StageDef }) {
  const t = useText('designer')
  const { form, edit, inForce } = useBench()
  const put = (change: Partial<StageDef>, run?: string) => edit((x) => changeStage(x, stage.key, change), run)
  const kept = inForce ? stagesOf(inForce).some((s) => s.key === stage.key) : false
  return (
    <div className={css.details}>
      <Field label={t('label')}>
        {(ids) => (
          <WordsInput
            id={ids.id}
            label={t('label')}
            value={stage.label}
            onChange={(label) => put({ label }, `${stage.key}.label`)}
          />
        )}
      </Field>
      <Field label={t('forecast')}>
        {(ids) => (
          <Select
            {...ids}
            clearable
            value={stage.forecast_category ?? null}
            onChange={(forecast_category) => put({ forecast_category })}
            options={FORECASTS.map((x) => ({ value: x, label: t(`forecasts.${x as 'commit'}`) }))}
          />
        )}
      </Field>
      <GateEdit stage={stage} side="enter" />
      <GateEdit stage={stage} side="leave" />
      <Field label={t('aliases')} hint={t('choiceAliasesHint')}>
        {(ids) => (
          <LinesInput
            id={ids.id}
            label={t('aliases')}
            names
            value={stage.aliases ?? []}
            onChange={(aliases) => put({ aliases })}
          />
        )}
      </Field>
      {!kept && <StageKey stage={stage} onChange={(key) => put({ key })} />}
      <Button
        look="text"
        icon="trash"
        disabled={stagesOf(form).length === 1}
        onClick={() => edit((x) => removeStage(x, stage.key))}
      >
        {t('removeStage')}
      </Button>
    </div>
  )
}

/** Keys are taken when one leaves the box, so that the stage keeps its place while it is typed. */
function StageKey({ stage, onChange }: { stage: StageDef; onChange: (key: string) => void }) {
  const t = useText('designer')
  const { form } = useBench()
  const [text, setText] = useState(stage.key)
  const taken = stagesOf(form).some((s) => s.key === text && s !== stage)
  const error = !isKey(text) ? t('badKey') : taken ? t('keyTaken') : undefined
  return (
    <Field label={t('key')} hint={t('keyHint')} error={error}>
      {(ids) => (
        <Input {...ids} value={text} onChange={setText} onBlur={() => !error && text !== stage.key && onChange(text)} />
      )}
    </Field>
  )
}
