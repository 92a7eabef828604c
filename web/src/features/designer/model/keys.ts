// Keys of fields, options, stages and rules: what may be one, and a free one to propose.

const KEY = /^[a-z][a-z0-9_]{0,39}$/
const LONGEST = 40

/** Keys that the server keeps for its own columns. */
const RESERVED = new Set([
  'id',
  'version',
  'title_sort',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'created_via',
  'batch_id',
  'owner',
  'owner_since',
  'department',
  'stage',
  'stage_since',
  'last_activity_at',
  'next_activity_at',
  'deleted_at',
  'heat',
  'record_id',
  'parent_id',
  'position',
  'probability_source',
])

export const isKey = (text: string): boolean => KEY.test(text) && !text.includes('__') && !RESERVED.has(text)

/** Latin words of a label as a key, '' when it has none: "Annual revenue" → annual_revenue. */
export function slug(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  const key = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '')
  return /[a-z]/.test(key) ? key : ''
}

/** `base`, or the first of base_2, base_3, … that nobody has; reserved words are never free. */
export function freeKey(base: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  const stem = base.slice(0, LONGEST - 4).replace(/_+$/, '')
  if (isKey(base) && !used.has(base)) return base
  for (let n = 2; ; n += 1) {
    const key = `${stem}_${n}`
    if (!used.has(key)) return key
  }
}

/** A key made by counting (`text`, `text_3`): nobody chose it, so a better name may replace it. */
export const isCounted = (key: string, kind: string): boolean =>
  key === kind || (key.startsWith(`${kind}_`) && /^\d+$/.test(key.slice(kind.length + 1)))
