// What is shown of a task where it is met: how it repeats, in words, and the rows of its checklist.
import { useFormat } from '@/core/format'
import { fieldOf, slot } from '@/core/forms'
import type { Form, Id, Row } from '@/core/types'
import { useText } from '@/i18n'

export type Repeat = { option: string; every: number | null; until: string | null }
export type Step = { id: Id; text: string; done: boolean }

const KINDS = ['daily', 'workdays', 'weekly', 'monthly', 'yearly'] as const
type Kind = (typeof KINDS)[number]
const isKind = (option: string): option is Kind => (KINDS as readonly string[]).includes(option)

/** 每 2 周，到 12-31: options that mean one of our kinds by their key, others as they are called. */
export function useRepeatWords(): (form: Form, repeat: Repeat) => string {
  const t = useText('agenda')
  const f = useFormat()
  return (form, { option, every, until }) => {
    const field = fieldOf(form, slot(form, 'task', 'repeat') ?? '')
    const named = f.words(field?.options?.choices?.find((each) => each.key === option)?.label)
    const times = every && every > 1 ? every : 1
    const kind = isKind(option) ? option : null
    const once = kind ? t(`repeat.${kind}`) : named
    const often = kind ? t(`repeat.every.${kind}`, { count: times }) : `${named} × ${f.number(times)}`
    const how = times > 1 ? often : once
    return until ? t('repeat.until', { how, date: f.date(until) }) : how
  }
}

/** How a record repeats, by the slots of its form. */
export function repeatOf(form: Form, row: Row): Repeat | null {
  const read = (name: string) => row[slot(form, 'task', name) ?? '']
  const option = read('repeat')
  if (typeof option !== 'string' || option === '') return null
  const every = read('repeat_every')
  const until = read('repeat_until')
  return { option, every: typeof every === 'number' ? every : null, until: typeof until === 'string' ? until : null }
}

export function progressOf(form: Form, row: Row): string | null {
  const told = row[slot(form, 'task', 'progress') ?? '']
  return typeof told === 'string' && told ? told : null
}

/** The columns of the checklist: what is to be done, and its tick; null where the form has none that can be ticked. */
export function checklistOf(form: Form): { key: string; text: string; done: string } | null {
  const field = fieldOf(form, slot(form, 'task', 'checklist') ?? '')
  const columns = field?.fields ?? []
  const done = columns.find((each) => each.kind === 'switch')
  const text = columns.find((each) => each.kind === 'text') ?? columns.find((each) => each !== done)
  return field && done && text && !field.readonly ? { key: field.key, text: text.key, done: done.key } : null
}

export function stepsOf(form: Form, row: Row): Step[] {
  const list = checklistOf(form)
  const rows = list ? row[list.key] : null
  if (!list || !Array.isArray(rows)) return []
  return (rows as unknown as { [key: string]: unknown }[]).map((each) => ({
    id: Number(each.id),
    text: typeof each[list.text] === 'string' ? (each[list.text] as string) : '',
    done: each[list.done] === true,
  }))
}
