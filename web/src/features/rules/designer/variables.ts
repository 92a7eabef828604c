// What a text or a value may take from the record, from what stands around it, and from steps before: by picking.
import { useMemo } from 'react'
import { useFormat } from '@/core/format'
import { fieldsOf } from '@/core/forms'
import type { Field, Form } from '@/core/types'
import type { FilterField } from '@/features/list/filterModel'
import { useText, type Key } from '@/i18n'
import { useDesign, type Design } from './bench'
import { isLooped, stepAt } from './model/tree'
import type { Step } from './model/types'

export type Variable = {
  path: string
  label: string
  operand?: string | undefined
  field?: Field | undefined
  target?: string | undefined
}
export type VariableGroup = { key: string; label: string; items: Variable[] }

const NOT_SAID = new Set(['detail', 'file', 'image', 'signature', 'location'])
/** The number stands among what is said of the record; versions and batches are no business of texts. */
const INNER = new Set(['id', 'version', 'batch_id', 'batch', 'title_sort'])
const RUN = ['date', 'at', 'by', 'rule']

const relationTarget = (field: Field): string | undefined => {
  const target = field.kind === 'relation' ? (field.options?.target as string | undefined) : undefined
  return target && target !== '*' ? target : undefined
}

/** Everything that can be picked where the steps of `block` stand; `before`: only what earlier steps made counts. */
export function useVariables(block: string, before?: string): VariableGroup[] {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const design = useDesign()
  const { definition, form, forms, formIn, trigger } = design
  const here = formIn(block)
  const fields = (of: Form, prefix: string): Variable[] =>
    fieldsOf(of)
      .filter((field) => !NOT_SAID.has(field.kind) && !INNER.has(field.key) && !field.closed)
      .map((field) => ({
        path: `${prefix}${field.key}`,
        label: f.words(field.label),
        operand: field.operand,
        field,
        target: relationTarget(field),
      }))
  const around = (of: Form, prefix: string): Variable[] => [
    // A field of the form's own may be called `title`: then the field that names the record says it.
    { path: `${prefix}${of.fields.some((x) => x.key === 'title') ? of.title : 'title'}`, label: t('path.title') },
    { path: `${prefix}link`, label: t('path.link') },
    { path: `${prefix}id`, label: t('path.id'), operand: 'record', target: of.key },
  ]
  const whole = (of: Form, prefix: string, label: string): VariableGroup[] => [
    { key: `${prefix}own`, label, items: [...around(of, prefix), ...fields(of, prefix)] },
    ...fieldsOf(of).flatMap((through) => {
      const target = forms.find((x) => x.key === relationTarget(through))
      if (!target) return []
      const name = f.words(through.label)
      return [{ key: `${prefix}${through.key}`, label: name, items: fields(target, `${prefix}${through.key}.`) }]
    }),
  ]
  const looped = isLooped(definition.steps, block)
  const groups: VariableGroup[] = []
  if (here) groups.push(...whole(here, '', f.words(here.label)))
  if (form && looped) groups.push(...whole(form, 'trigger.', t('path.trigger', { form: f.words(form.label) })))
  if (form && trigger?.before)
    groups.push({
      key: 'before',
      label: t('path.before'),
      items: fields(form, 'before.').filter((x) => x.operand !== 'rows'),
    })
  const made = madeBefore(design, before)
  if (made.length > 0)
    groups.push({ key: 'steps', label: t('path.steps'), items: made.map((x) => madeOf(x, t, f, design)) })
  const run = RUN.map((key) => ({ path: `run.${key}`, label: t(`path.run_${key}` as Key<'ruleDesigner'>) }))
  groups.push({ key: 'run', label: t('path.run'), items: run })
  return groups
}

const madeOf = (
  step: Step,
  t: ReturnType<typeof useText<'ruleDesigner'>>,
  f: ReturnType<typeof useFormat>,
  design: Design,
): Variable => {
  const target = design.forms.find((x) => x.key === step.form)
  const label = step.do === 'create_task' ? t('path.madeTask') : t('path.made', { form: f.words(target?.label) || '—' })
  return { path: `steps.${step.id}.id`, label, operand: 'record', target: target?.key }
}

/** The steps that make something, in front of the one at `path`. */
function madeBefore({ placed }: Design, path: string | undefined): Step[] {
  const end = path === undefined ? placed.length : placed.findIndex((x) => x.path === path)
  return placed
    .slice(0, end < 0 ? placed.length : end)
    .map((x) => x.step)
    .filter((step) => typeof step.id === 'string' && (step.do === 'create_record' || step.do === 'create_task'))
}

/** What a path is called: 客户 › 行业. */
export function usePathWords(): (path: string, block: string) => string {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { form, forms, formIn, placed, definition } = useDesign()
  const along = (of: Form | undefined, parts: string[]): string => {
    const names: string[] = []
    let at = of
    for (const part of parts) {
      const field: Field | undefined = at && fieldsOf(at).find((x) => x.key === part)
      if (field) names.push(f.words(field.label))
      else if (part === 'title' || part === 'link' || part === 'id') names.push(t(`path.${part}`))
      else names.push(part)
      at = forms.find((x) => x.key === (field && relationTarget(field)))
    }
    return names.join(' › ')
  }
  return (path, block) => {
    const [root = '', ...rest] = path.split('.')
    if (rest.length === 0) return along(formIn(block), [root])
    if (root === 'before') return t('path.was', { field: along(form, rest) })
    if (root === 'trigger') return `${f.words(form?.label)} › ${along(form, rest)}`
    if (root === 'run' && RUN.includes(rest[0]!)) return t(`path.run_${rest[0]}` as Key<'ruleDesigner'>)
    if (root === 'body') return t('path.body', { name: rest.join('.') })
    if (root === 'steps') {
      const made = placed.find((x) => x.step.id === rest[0])
      const step = made && stepAt(definition.steps, made.path)
      if (!step) return t('path.madeGone')
      if (step.do === 'create_task') return t('path.madeTask')
      return t('path.made', { form: f.words(forms.find((x) => x.key === step.form)?.label) || '—' })
    }
    return along(formIn(block), [root, ...rest])
  }
}

/** The field a path of the record leads to. */
export function fieldAt(form: Form | undefined, path: string, forms: Form[]): Field | undefined {
  let [at, field]: [Form | undefined, Field | undefined] = [form, undefined]
  for (const part of path.split('.')) {
    field = at && fieldsOf(at).find((x) => x.key === part)
    at = forms.find((x) => x.key === (field && relationTarget(field)))
  }
  return field
}

/** What conditions may ask for of the record before the change, where the trigger knows it. */
export function useBefore(): FilterField[] {
  const t = useText('ruleDesigner')
  const { form, trigger } = useDesign()
  const said = t('path.before')
  return useMemo(() => {
    if (!form || !trigger?.before) return []
    const through: Field = { key: 'before', kind: 'before', label: { 'zh-CN': said, 'en-US': said } }
    return fieldsOf(form)
      .filter((field) => (field.operators?.length ?? 0) > 0)
      .map((field) => ({ path: `before.${field.key}`, field, through }))
  }, [form, trigger?.before, said])
}
