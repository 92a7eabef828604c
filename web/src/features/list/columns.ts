// Columns of the table: field, width (the person's own kept in this browser) and what shows the heat.
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { fieldOf, slot } from '@/core/forms'
import type { Field, Form, Heat } from '@/core/types'
import { asResult, kindOf } from '@/kinds'
import { CLAIM, LINKED } from './buttons'

export type Column = { field: Field; width: number; right: boolean }

export const SELECT_WIDTH = 44
export const TITLE_WIDTH = 232
const NARROWEST = 56
const WIDEST = 640

type Widths = {
  widths: { [form: string]: { [field: string]: number } }
  setWidth: (form: string, field: string, px: number) => void
}

export const useWidths = create<Widths>()(
  persist(
    (set) => ({
      widths: {},
      setWidth: (form, field, px) =>
        set((s) => ({
          widths: {
            ...s.widths,
            [form]: { ...s.widths[form], [field]: Math.max(NARROWEST, Math.min(WIDEST, Math.round(px))) },
          },
        })),
    }),
    { name: 'bulou.columns' },
  ),
)

export function columnsOf(form: Form, keys: string[], widths: { [field: string]: number } = {}): Column[] {
  return keys
    .map((key) => fieldOf(form, key))
    .filter((field) => field !== undefined)
    .map((field) => {
      const usual = field.key === form.title ? TITLE_WIDTH : usualWidth(field)
      return { field, width: widths[field.key] ?? usual, right: kindOf(asResult(field).kind).align === 'right' }
    })
}

const PADDING = 20
const STAGE_WITH_HEAT = 184
const HEAVY = new Set(['money', 'number', 'percent', 'person', 'stage'])

/** Choices are as wide as their longest name, at most what the kind takes; a head is never cut. */
export function usualWidth(field: Field): number {
  const kind = kindOf(field.kind)
  const head = textWidth(nameOf(field.label), 12) + PADDING + 16
  // A stage may stand beside its heat.
  if (field.kind === 'stage') return Math.max(head, kind.width, STAGE_WITH_HEAT)
  if (field.kind !== 'choice') return Math.max(head, kind.width)
  const longest = Math.max(0, ...(field.options?.choices ?? []).map((c) => textWidth(nameOf(c.label), 13)))
  return Math.max(head, Math.min(kind.width + 40, longest + PADDING + 16), NARROWEST)
}

const nameOf = (label: Field['label']): string =>
  Object.values(label).reduce<string>((a, b) => (textWidth(b ?? '', 1) > textWidth(a, 1) ? (b ?? '') : a), '')
const textWidth = (text: string, px: number): number =>
  [...text].reduce((n, c) => n + (c.charCodeAt(0) > 255 ? px : px * 0.58), 0)

/** Names, figures and people are read first; what describes them stands back a little. */
export const isSoft = (form: Form, field: Field): boolean => field.key !== form.title && !HEAVY.has(field.kind)

/** Grid template: selection, every column, and a rest that takes what is left. */
export const templateOf = (columns: Column[]): string =>
  [SELECT_WIDTH, ...columns.map((c) => c.width)].map((w) => `${w}px`).join(' ') + ' minmax(0, 1fr)'

export const tableWidth = (columns: Column[]): number => SELECT_WIDTH + columns.reduce((n, c) => n + c.width, 0)

/** Warmth appears once per row: in the column that causes it (promises with the next step, a long stay or silence
 * with the last activity or the stage), else beside the title. */
export function heatColumn(form: Form, columns: Column[], heat: Heat): string {
  const keys = columns.map((c) => c.field.key)
  const planned = slot(form, 'pipeline', 'next_on') ?? 'next_activity_at'
  const ofPlan = heat.cause === 'overdue' || heat.cause === 'no_next_step'
  const ofStay = heat.field === 'stage_since' ? ['stage_since', 'stage'] : [heat.field, 'stage', 'stage_since']
  const wanted = ofPlan ? [heat.field, 'next_activity_at', planned, 'stage'] : ofStay
  return wanted.find((key) => keys.includes(key)) ?? (keys.includes(form.title) ? form.title : (keys[0] ?? ''))
}

/** Heat is asked for where there can be one: staged forms and those that activities point at. */
export const canLeak = (form: Form): boolean =>
  (form.pipelines?.length ?? 0) > 0 || fieldOf(form, 'next_activity_at') !== undefined

/** What a list request names: the columns, what sums need, and the heat. */
export function askedFields(form: Form, columns: string[], acts: string[] = []): string[] {
  return [...new Set([form.title, ...columns, ...neededBy(acts), ...(canLeak(form) ? ['heat'] : [])])]
}

/** What the buttons of a row must know: whose it is, where it stands, where it leads. */
const neededBy = (acts: string[]): string[] =>
  acts.flatMap((key) =>
    key === 'assign' || key === CLAIM
      ? ['owner']
      : key === 'stage'
        ? ['stage']
        : key.startsWith(LINKED)
          ? [key.slice(LINKED.length)]
          : [],
  )

/** Money columns whose sum the footer shows, four at most. */
export const summedColumns = (form: Form, columns: string[]): Field[] =>
  columns
    .map((key) => fieldOf(form, key))
    .filter((f) => f !== undefined)
    .filter((f) => f.kind === 'money' && f.summable !== false)
    .slice(0, 4)
