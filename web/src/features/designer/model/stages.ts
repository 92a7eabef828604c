// Stages of the form's pipeline: adding, ordering, changing, gates.
import type { Words } from '@/core/types'
import { freeKey, slug } from './keys'
import type { FormDef, Gate, PipelineDef, StageDef } from './types'

export const pipelineOf = (form: FormDef): PipelineDef | undefined => form.pipelines?.[0]
export const stagesOf = (form: FormDef): StageDef[] => pipelineOf(form)?.stages ?? []

/** A first pipeline with a beginning and two ends. */
export function startPipeline(form: FormDef, label: Words, stages: StageDef[]): FormDef {
  return { ...form, pipelines: [...(form.pipelines ?? []), { key: 'main', label, stages }] }
}

const withStages = (form: FormDef, change: (stages: StageDef[]) => StageDef[]): FormDef => ({
  ...form,
  pipelines: (form.pipelines ?? []).map((p, i) => (i === 0 ? { ...p, stages: change(p.stages) } : p)),
})

/** A new open stage behind the last open one. */
export function addStage(form: FormDef, label: Words): FormDef {
  const taken = (form.pipelines ?? []).flatMap((p) => p.stages.map((s) => s.key))
  const key = freeKey(slug(label['en-US'] ?? '') || 'stage', taken)
  return withStages(form, (stages) => {
    const at = stages.reduce((last, s, i) => ((s.type ?? 'open') === 'open' ? i + 1 : last), 0)
    return [...stages.slice(0, at), { key, label, type: 'open' }, ...stages.slice(at)]
  })
}

export const changeStage = (form: FormDef, key: string, change: Partial<StageDef>): FormDef =>
  withStages(form, (stages) => stages.map((s) => (s.key === key ? { ...s, ...change } : s)))

export const changeGate = (form: FormDef, key: string, side: 'enter' | 'leave', change: Partial<Gate>): FormDef =>
  withStages(form, (stages) => stages.map((s) => (s.key === key ? { ...s, [side]: { ...s[side], ...change } } : s)))

export const removeStage = (form: FormDef, key: string): FormDef => {
  const left = withStages(form, (stages) => stages.filter((s) => s.key !== key))
  return stagesOf(left).length ? left : { ...left, pipelines: (left.pipelines ?? []).slice(1) }
}

export function moveStage(form: FormDef, key: string, before: string | null): FormDef {
  return withStages(form, (stages) => {
    const moved = stages.find((s) => s.key === key)
    if (!moved || before === key) return stages
    const rest = stages.filter((s) => s !== moved)
    const at = before === null ? rest.length : rest.findIndex((s) => s.key === before)
    return [...rest.slice(0, at), moved, ...rest.slice(at)]
  })
}
