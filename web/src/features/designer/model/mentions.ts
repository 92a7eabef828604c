// Where a form names its own fields: what follows when one gets another key or goes.
import type { Filter, Value } from '@/core/types'
import type {
  ActionDef,
  ElementDef,
  FieldDef,
  FormDef,
  LookDef,
  PushDef,
  PushStepDef,
  RuleDef,
  TwinKeyDef,
} from './types'

type Name = (key: string) => string | null

/** Every place that names a field of the form: null drops the name, but in conditions, whose problem is shown there. */
export function mentions(form: FormDef, name: Name): FormDef {
  const list = (keys: string[] | undefined) => keys?.map(name).filter((k) => k !== null)
  const gate = <G extends { fields?: string[] }>(g: G | undefined) =>
    g?.fields?.length ? { ...g, fields: list(g.fields) } : g
  return {
    ...form,
    title: name(form.title) ?? form.title,
    ...(form.subtitle ? { subtitle: list(form.subtitle) } : {}),
    ...(form.figures ? { figures: list(form.figures) } : {}),
    ...(form.match ? { match: list(form.match) } : {}),
    ...(form.sections ? { sections: form.sections.map((s) => ({ ...s, fields: list(s.fields) ?? [] })) } : {}),
    ...(form.traits ? { traits: renamedSlots(form.traits, name) } : {}),
    ...(form.pipelines
      ? {
          pipelines: form.pipelines.map((p) => ({
            ...p,
            stages: p.stages.map((s) => ({ ...s, enter: gate(s.enter), leave: gate(s.leave) })),
          })),
        }
      : {}),
    ...(form.rules ? { rules: form.rules.map((rule) => inRule(rule, name)) } : {}),
    ...(form.duplicates ? { duplicates: form.duplicates.map((twin) => inTwin(twin, name)) } : {}),
    ...(form.pushes ? { pushes: form.pushes.map((push) => inPush(push, name)) } : {}),
    ...(form.elements ? { elements: form.elements.map((element) => inElement(element, name)) } : {}),
    fields: form.fields.map((field) => inField(field, name)),
  } as FormDef
}

function renamedSlots(traits: NonNullable<FormDef['traits']>, name: Name) {
  return Object.fromEntries(
    Object.entries(traits).map(([trait, slots]) => [
      trait,
      Object.fromEntries(
        Object.entries(slots)
          .map(([slot, key]) => [slot, name(key)] as const)
          .filter((pair): pair is [string, string] => pair[1] !== null),
      ),
    ]),
  )
}

const kept = (keys: string[], name: Name): string[] => keys.map(name).filter((key) => key !== null)

function inTwin(twin: TwinKeyDef, name: Name): TwinKeyDef {
  const renamed = (fields: { [own: string]: string }) =>
    Object.fromEntries(Object.entries(fields).flatMap(([own, theirs]) => (name(own) ? [[name(own), theirs]] : [])))
  return {
    ...twin,
    fields: kept(twin.fields, name),
    ...(twin.when ? { when: inFilter(twin.when, name) } : {}),
    ...(twin.also_in ? { also_in: twin.also_in.map((also) => ({ ...also, fields: renamed(also.fields) })) } : {}),
  }
}

/** A push loses what it took of a field that goes; what it set in it, too. */
function inPush(push: PushDef, name: Name): PushDef {
  const step = (each: PushStepDef): PushStepDef => ({
    ...each,
    ...(each.when ? { when: inFilter(each.when, name) } : {}),
    ...(each.needs ? { needs: kept(each.needs, name) } : {}),
    ...(each.through ? { through: name(each.through) } : {}),
    puts: (each.puts ?? []).flatMap((put) => {
      if (!put.take || put.take === 'id') return [put]
      const take = name(put.take)
      return take === null ? [] : [{ ...put, take }]
    }),
  })
  return {
    ...push,
    ...(push.when ? { when: inFilter(push.when, name) } : {}),
    ...(push.sets
      ? {
          sets: push.sets.flatMap((each) => {
            const field = each.field === '' ? '' : name(each.field)
            return field === null ? [] : [{ field, value: inValue(each.value, name) }]
          }),
        }
      : {}),
    steps: push.steps.map(step),
  }
}

function inRule(rule: RuleDef, name: Name): RuleDef {
  return {
    ...rule,
    ...(rule.when ? { when: inFilter(rule.when, name) } : {}),
    ...(rule.changed ? { changed: kept(rule.changed, name) } : {}),
    actions: rule.actions.map((action) => inAction(action, name)),
  }
}

const inAction = (action: ActionDef, name: Name): ActionDef => ({
  ...action,
  ...(action.fields ? { fields: kept(action.fields, name) } : {}),
  ...(action.field ? { field: name(action.field) } : {}),
  ...('value' in action ? { value: inValue(action.value, name) } : {}),
})

/** `{field: other}` copies another field of the form. */
function inValue(value: Value, name: Name): Value {
  const other = value !== null && typeof value === 'object' ? (value as { field?: unknown }).field : undefined
  return typeof other === 'string' ? { field: name(other) ?? other } : value
}

function inFilter(filter: Filter, name: Name): Filter {
  if ('and' in filter) return { ...filter, and: filter.and.map((part) => inFilter(part, name)) }
  if ('or' in filter) return { ...filter, or: filter.or.map((part) => inFilter(part, name)) }
  if ('not' in filter) return { not: inFilter(filter.not, name) }
  const [head = '', ...rest] = filter.field.split('.')
  return { ...filter, field: [name(head) ?? head, ...rest].join('.') }
}

function inElement(element: ElementDef, name: Name): ElementDef {
  const { query, press } = element
  return {
    ...element,
    ...(query ? { query: inLook(query, name) } : {}),
    ...(press
      ? {
          press: {
            ...press,
            ...(press.when ? { when: inFilter(press.when, name) } : {}),
            sets: (press.sets ?? []).flatMap((each) => {
              const field = each.field === '' ? '' : name(each.field)
              return field === null ? [] : [{ field, value: inValue(each.value, name) }]
            }),
          },
        }
      : {}),
  }
}

const inLook = <L extends LookDef>(look: L, name: Name): L => ({
  ...look,
  match: (look.match ?? []).map((pair) => ({ ...pair, of: name(pair.of) ?? pair.of })),
})

/** A field beside the one that is named: a column's neighbours are the columns of its table. */
export function inField(field: FieldDef, name: Name): FieldDef {
  const fills = field.options?.fill as { take: string; put: string }[] | undefined
  const relation = field.kind === 'lookup' ? field.options?.relation : undefined
  if (typeof relation === 'string' && relation)
    return { ...field, options: { ...field.options, relation: name(relation) ?? '' } }
  if (!field.linkage && !field.offers && !fills?.length) return field
  return {
    ...field,
    ...(field.linkage ? { linkage: inLook(field.linkage, name) } : {}),
    ...(field.offers ? { offers: inLook(field.offers, name) } : {}),
    ...(fills?.length
      ? {
          options: {
            ...field.options,
            fill: fills.map((x) => ({ ...x, put: name(x.put) ?? '' })).filter((x) => x.put),
          },
        }
      : {}),
  }
}
