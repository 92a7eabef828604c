// The keeper: one request at a time, the last edit wins, clashes wait for an answer.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/core/problem'
import { makeKeeper, type Keeping } from './keeping'
import type { Draft, FormDef } from './model/types'

const body = (title: string): FormDef => ({ key: 'visit', label: {}, title, fields: [] })
const draft = (version: number, more: Partial<Draft> = {}): Draft => ({
  form: 'visit',
  published: 1,
  based_on: 1,
  version,
  body: body('x'),
  problems: [],
  changed_at: `at ${version}`,
  changed_by: null,
  ...more,
})

function keeper(put: (b: FormDef, version: number) => Promise<Draft>) {
  const told: Keeping['state'][] = []
  const made = makeKeeper(draft(3), { put, tell: (k) => told.push(k.state) })
  return { made, told }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the keeper', () => {
  it('waits for the last of several edits and keeps it once', async () => {
    const put = vi.fn((_: FormDef, v: number) => Promise.resolve(draft(v + 1)))
    const { made, told } = keeper(put)
    made.want(body('a'))
    made.want(body('b'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(put.mock.calls.map(([b, v]) => [b.title, v])).toEqual([['b', 3]])
    expect([made.now.version, made.now.at, told.at(-1)]).toEqual([4, 'at 4', 'kept'])
  })
  it('keeps what came during a request afterwards, with the new version', async () => {
    const put = vi.fn(async (_: FormDef, v: number) => {
      if (v === 3) made.want(body('b'))
      return draft(v + 1)
    })
    const { made } = keeper(put)
    made.want(body('a'))
    await made.settle()
    expect(put.mock.calls.map(([b, v]) => [b.title, v])).toEqual([
      ['a', 3],
      ['b', 4],
    ])
  })
  it('says who else was at work, and asks no more until it is answered', async () => {
    const params = { version: 9, by: { id: 2, title: 'Lin' }, at: 't' }
    const put = vi
      .fn<(b: FormDef, v: number) => Promise<Draft>>()
      .mockRejectedValueOnce(new Problem(409, { code: 'forms.draft_changed', params }))
      .mockImplementation((_, v) => Promise.resolve(draft(v + 1)))
    const { made } = keeper(put)
    made.want(body('a'))
    await made.settle()
    expect(made.now).toMatchObject({ state: 'clash', clash: params })
    made.want(body('b'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(put).toHaveBeenCalledTimes(1)
    await made.insist(body('b'))
    expect([put.mock.calls[1]?.[0].title, put.mock.calls[1]?.[1], made.now.version]).toEqual(['b', 9, 10])
  })
  it('takes theirs', async () => {
    const put = vi.fn().mockRejectedValue(new Problem(409, { code: 'forms.draft_changed', params: { version: 9 } }))
    const { made } = keeper(put)
    made.want(body('a'))
    await made.settle()
    made.yield(draft(9, { published: 2 }))
    await made.settle()
    expect([put.mock.calls.length, made.now.state, made.now.version, made.now.published]).toEqual([1, 'kept', 9, 2])
  })
  it('keeps what failed for the next try', async () => {
    const put = vi.fn().mockRejectedValueOnce(new Problem(0, {})).mockResolvedValue(draft(4))
    const { made } = keeper(put)
    made.want(body('a'))
    await made.settle()
    expect(made.now.state).toBe('failed')
    await made.settle()
    expect([put.mock.calls.length, made.now.state]).toEqual([2, 'kept'])
  })
})
