// Where the value of a set action comes from.

export type Source = 'value' | 'today' | 'now' | 'actor' | 'field' | 'probability' | 'forecast_category'

const MARKS = ['today', 'now', 'actor', 'field'] as const

export function sourceOf(value: unknown): Source {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'value'
  if ('stage' in value) return value.stage === 'probability' ? 'probability' : 'forecast_category'
  return MARKS.find((source) => source in value) ?? 'value'
}

/** Sources that make sense for a field: `others`: there is another field of its sort to copy. */
export function sourcesFor(operand: string, others: boolean, staged: boolean): Source[] {
  const byOperand: { [operand: string]: Source[] } = { date: ['today'], datetime: ['now'], person: ['actor'] }
  const constant: Source[] = operand === 'person' || operand === 'relation' || operand === 'department' ? [] : ['value']
  return [
    ...constant,
    ...(byOperand[operand] ?? []),
    ...(others ? (['field'] as Source[]) : []),
    ...(staged && operand === 'number' ? (['probability'] as Source[]) : []),
    ...(staged && (operand === 'choice' || operand === 'text') ? (['forecast_category'] as Source[]) : []),
  ]
}

/** What a source begins with; `other`: the field copied when one is. */
export function valueFrom(source: Source, other: string | undefined): unknown {
  if (source === 'value') return null
  if (source === 'field') return { field: other }
  return source === 'probability' || source === 'forecast_category' ? { stage: source } : { [source]: true }
}
