import { expect, test } from 'vitest'
import { endings, isTicked, stepKey, type Step } from './standing'

const TODAY = '2026-11-20'
const ahead: Step = { kind: 'activity', at: '2999-12-01T09:00:00+08:00', step: 'Visit' }
const past: Step = { kind: 'activity', at: '2020-01-01T09:00:00+08:00', step: 'Call' }
const task: Step = { kind: 'task', at: '2020-01-02T09:00:00Z', step: 'Send', form: 'task', id: 7, done: 'd', due: 'u' }
const plan = (day: string): Step => ({ kind: 'plan', at: `${day}T23:59:59+08:00`, step: null, field: 'next_on' })
const byItself = (s: Step) => isTicked(s, {}, TODAY, false)

test('what is ahead stays unless it is ticked or replaced', () => {
  expect(endings([ahead], byItself, null, TODAY)).toEqual({})
  expect(endings([ahead], () => true, null, TODAY)).toEqual({ next_at: null })
  expect(endings([ahead], byItself, '2026-11-30T09:00:00', TODAY)).toEqual({ next_at: '2026-11-30T09:00:00' })
  expect(endings([], byItself, null, TODAY)).toEqual({})
})

test('what has come is done with, unless it is unticked', () => {
  expect(byItself(past)).toBe(true)
  expect(endings([past], byItself, null, TODAY)).toEqual({ next_at: null })
  expect(endings([past], () => false, null, TODAY)).toEqual({ next_at: past.at, next_step: 'Call' })
})

test('tasks and planned days end only when said so, a plan of today by itself', () => {
  expect(byItself(task)).toBe(false)
  expect(endings([task], () => true, null, TODAY)).toEqual({ done: [{ form: 'task', id: 7 }] })
  expect(endings([plan('2026-11-25')], byItself, null, TODAY)).toEqual({})
  expect(endings([plan('2026-11-25')], () => true, null, TODAY)).toEqual({ plan_done: true })
  expect(byItself(plan(TODAY))).toBe(true)
  expect(endings([plan(TODAY)], byItself, null, TODAY)).toEqual({})
})

test('a tick of a person wins over the guess', () => {
  expect(isTicked(ahead, {}, TODAY, true)).toBe(true)
  expect(isTicked(ahead, { [stepKey(ahead)]: false }, TODAY, true)).toBe(false)
})
