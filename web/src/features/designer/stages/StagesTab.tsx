// The stages of the form: in order, each with its level, type, expected days and gates.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, EmptyState, Field } from '@/ui'
import { useBench } from '../sight'
import css from '../Designer.module.css'
import { addStage, moveStage, pipelineOf, stagesOf, startPipeline } from '../model/stages'
import type { FormDef, StageDef } from '../model/types'
import { Sortable } from '../parts/Sortable'
import { WordsInput } from '../parts/WordsInput'
import { inBoth } from '../words'
import { StageCard } from './StageCard'

/** A first one to begin in, one on the way, and the two ends. */
const first = (): StageDef[] => [
  { key: 'new', label: inBoth('stageNew'), type: 'open', probability: 10 },
  { key: 'working', label: inBoth('stageWorking'), type: 'open', probability: 50 },
  { key: 'won', label: inBoth('stageWon'), type: 'won', probability: 100 },
  { key: 'lost', label: inBoth('stageLost'), type: 'lost', probability: 0 },
]

export function StagesTab() {
  const t = useText('designer')
  const f = useFormat()
  const { form, edit } = useBench()
  const pipeline = pipelineOf(form)
  if (!pipeline)
    return (
      <div className={css.page}>
        <EmptyState
          what={t('noStages')}
          why={t('noStagesWhy')}
          action={
            <Button icon="plus" onClick={() => edit((x) => startPipeline(x, inBoth('pipeline'), first()))}>
              {t('startStages')}
            </Button>
          }
        />
      </div>
    )
  return (
    <div className={css.page}>
      <div className={css.column}>
        <Field label={t('pipelineName')}>
          {(ids) => (
            <WordsInput
              id={ids.id}
              label={t('pipelineName')}
              value={pipeline.label}
              onChange={(label) => edit((x) => renamed(x, label), 'pipeline')}
            />
          )}
        </Field>
        <Sortable
          items={stagesOf(form)}
          keyOf={(s) => s.key}
          nameOf={(s) => f.words(s.label)}
          onMove={(key, before) => edit((x) => moveStage(x, key, before))}
        >
          {(stage, grip) => <StageCard stage={stage} grip={grip} />}
        </Sortable>
        <span>
          <Button icon="plus" onClick={() => edit((x) => addStage(x, inBoth('stage', stagesOf(x).length + 1)))}>
            {t('addStage')}
          </Button>
        </span>
      </div>
    </div>
  )
}

const renamed = (form: FormDef, label: StageDef['label']): FormDef => ({
  ...form,
  pipelines: (form.pipelines ?? []).map((p, i) => (i === 0 ? { ...p, label } : p)),
})
