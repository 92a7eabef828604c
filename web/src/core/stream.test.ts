// The stream rests out of sight, waits longer after each refusal, and says when something was missed.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { follow } from './stream'

class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 1
  constructor() {
    super()
    Source.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  say(event: string, data = '{}') {
    this.dispatchEvent(new MessageEvent(event, { data }))
  }
  refuse() {
    this.readyState = 2
    this.dispatchEvent(new Event('error'))
  }
}

const last = () => Source.all[Source.all.length - 1]!
const open = () => Source.all.filter((s) => s.readyState !== 2).length
const see = (seen: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(!seen)
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('the stream of a page', () => {
  let told: string[]
  let missed: number
  let stop: () => void
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    Source.all = []
    told = []
    missed = 0
    stop = follow('/api/events', {
      events: ['record'],
      tell: (event, data) => told.push(event + data),
      missed: () => missed++,
    })
    last().say('hello')
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('tells what comes, and of the gap after it broke off', () => {
    last().say('record', '{"id":1}')
    expect([told, missed]).toEqual([['record{"id":1}'], 0])
    last().say('hello') // the browser opened it again
    expect(missed).toBe(1)
  })

  it('gives its connection back a minute after nobody looks, and comes back', () => {
    see(false)
    vi.advanceTimersByTime(59_000)
    expect(open()).toBe(1)
    see(true)
    vi.advanceTimersByTime(120_000)
    expect(Source.all.length).toBe(1)
    see(false)
    vi.advanceTimersByTime(61_000)
    expect(open()).toBe(0)
    see(true)
    last().say('hello')
    expect([open(), missed]).toEqual([1, 1])
  })

  it('gives its connection back when it was opened where nobody looks', () => {
    stop()
    see(false)
    stop = follow('/api/events', { events: [], tell: () => undefined, missed: () => missed++ })
    expect(open()).toBe(1)
    vi.advanceTimersByTime(61_000)
    expect(open()).toBe(0)
    see(true)
    expect(open()).toBe(1)
  })

  it('goes when it is told to rest, and comes back when it is looked at', () => {
    last().say('rest')
    vi.advanceTimersByTime(600_000)
    expect(open()).toBe(0)
    window.dispatchEvent(new Event('focus'))
    expect(open()).toBe(1)
  })

  it('waits longer after each refusal', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    for (const seconds of [2, 4, 8, 16, 32, 60, 60]) {
      const before = Source.all.length
      last().refuse()
      vi.advanceTimersByTime(seconds * 1000 - 1)
      expect(Source.all.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(Source.all.length).toBe(before + 1)
    }
  })

  it('ends for good', () => {
    stop()
    see(true)
    window.dispatchEvent(new Event('focus'))
    vi.advanceTimersByTime(600_000)
    expect(open()).toBe(0)
  })
})
