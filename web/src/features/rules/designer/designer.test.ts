// Trees of steps, texts with fields, set times, problems and differences.
import { describe, expect, it } from 'vitest'
import { changesBetween } from './model/diff'
import { copyOf, newStep } from './model/making'
import { placeOf } from './model/places'
import { takeOut } from './model/seat'
import { loneOf, piecesOf, templateOf } from './model/text'
import { change, depthOf, formAt, insert, isLooped, listAt, move, remove, stepAt, walk } from './model/tree'
import type { Definition, Step } from './model/types'
import { controlFor } from './panel/controls'
import { PoolControl, PushControl, SkipControl } from './panel/controls/Named'
import { TextControl } from './panel/controls/Plain'
import { nested } from './panel/TestTab'
import { drawInto, readFrom } from './parts/templateDom'
import { readCron, writeCron } from './words/cron'

const say = (text: string): Step => ({ do: 'notify', text })
const branch = (met: Step[]): Step => ({
  do: 'branch',
  if: null,
  ...Object.fromEntries(['then', 'else'].map((block, i) => [block, i === 0 ? met : []])),
})
const steps: Step[] = [say('a'), branch([say('b'), say('c')]), { do: 'for_each', form: 'contact', steps: [say('d')] }]
const blocks = (action: string) => (action === 'branch' ? ['then', 'else'] : action === 'for_each' ? ['steps'] : [])
const definition = (of: Step[]): Definition => ({
  trigger: { kind: 'created' },
  when: null,
  steps: of,
  runs_as: 'owner',
})
const order = (of: Step[]) => walk(of, blocks).map((x) => `${x.path}:${String(x.step.text ?? x.step.do)}`)

describe('what is named is picked', () => {
  const text = { type: 'string' }
  it.each([
    ['release', 'pool', { ...text, 'x-pick': 'pools' }, PoolControl],
    ['anything', 'where', { ...text, 'x-pick': 'pools' }, PoolControl],
    ['release', 'reason', text, TextControl],
    ['push', 'push', text, PushControl],
    ['push', 'skip', { type: 'array', items: text }, SkipControl],
  ])('%s.%s', (kind, option, schema, control) => expect(controlFor(kind, option, schema)).toBe(control))
})

describe('a step that was taken out comes back to its place', () => {
  const three = [say('a'), say('b'), say('c'), branch([say('d'), say('e')])]
  const LATER: [string, string, (now: Step[]) => Step[], string][] = [
    ['nothing else was done', '1', (now) => now, 'a b c branch d e'],
    ['another one was added in front', '1', (now) => insert(now, '', 0, say('new')), 'new a b c branch d e'],
    ['the one before it was moved to the end', '1', (now) => move(now, '0', '', 3).steps, 'c branch d e a b'],
    ['the one before it was deleted', '1', (now) => remove(now, '0'), 'b c branch d e'],
    ['both beside it were edited', '1', (now) => [0, 1].reduce(edited, now), 'a! b c! branch d e'],
    ['what it lay inside was moved', '3.then.0', (now) => move(now, '3', '', 0).steps, 'branch d e a b c'],
    ['what it lay inside was edited', '3.then.1', (now) => edited(now, '3.then.0'), 'a b c branch d! e'],
    ['what it lay inside is gone', '3.then.0', (now) => remove(now, '3'), 'a b c d'],
    ['the deletion was undone by keys', '1', () => three, 'a b c branch d e'],
  ]
  const edited = (now: Step[], path: string | number) =>
    change(now, String(path), (step) => ({ ...step, text: `${String(step.text)}!` }))
  it.each(LATER)('%s', (_what, path, later, expected) => {
    const taken = takeOut(three, path)
    const back = taken.back(later(taken.steps))
    expect(
      walk(back, blocks)
        .map((x) => String(x.step.text ?? x.step.do))
        .join(' '),
    ).toBe(expected)
  })

  it('knows a copy from what it was copied of', () => {
    const once = takeOut(three, '0')
    const marked = once.back(once.steps)
    const copied = insert(marked, '', 2, copyOf(marked[1]!, []))
    const taken = takeOut(copied, '2')
    const back = walk(taken.back(taken.steps), blocks).map((x) => x.step.text)
    expect(back.slice(0, 4)).toEqual(['a', 'b', 'b', 'c'])
  })
})

describe('the tree', () => {
  it('finds lists, steps, depths and the form whose record a step gets', () => {
    expect(listAt(steps, '1.then').map((x) => x.text)).toEqual(['b', 'c'])
    expect(stepAt(steps, '2.steps.0')?.text).toBe('d')
    expect([depthOf(''), depthOf('1.then'), depthOf('1.then.0.else')]).toEqual([1, 2, 3])
    expect(formAt(definition(steps), 'lead', '2.steps')).toBe('contact')
    expect(formAt(definition(steps), 'lead', '1.then')).toBe('lead')
    expect([isLooped(steps, '2.steps'), isLooped(steps, '1.then')]).toEqual([true, false])
  })

  const MOVES: [string, string, number, string, string][] = [
    ['0', '', 2, '1', '0:branch 0.then.0:b 0.then.1:c 1:a 2:for_each 2.steps.0:d'],
    ['0', '1.then', 1, '0.then.1', '0:branch 0.then.0:b 0.then.1:a 0.then.2:c 1:for_each 1.steps.0:d'],
    ['1.then.0', '', 0, '0', '0:b 1:a 2:branch 2.then.0:c 3:for_each 3.steps.0:d'],
    ['1.then.0', '1.then', 2, '1.then.1', '0:a 1:branch 1.then.0:c 1.then.1:b 2:for_each 2.steps.0:d'],
    [
      '1',
      '2.steps',
      1,
      '1.steps.1',
      '0:a 1:for_each 1.steps.0:d 1.steps.1:branch 1.steps.1.then.0:b 1.steps.1.then.1:c',
    ],
  ]
  it.each(MOVES)('moves %s to %s at %i', (path, block, index, went, told) => {
    const moved = move(steps, path, block, index)
    expect(moved.path).toBe(went)
    expect(order(moved.steps).join(' ')).toBe(told)
  })

  it('moves nothing into itself and nowhere else', () => {
    expect(move(steps, '1', '1.then', 0).steps).toBe(steps)
    expect(move(steps, '1', '', 2).steps).toBe(steps)
    expect(order(remove(steps, '1.then.0'))).toContain('1.then.0:c')
  })
})

it('gives copies names of their own', () => {
  const task = newStep('create_task', undefined, ['task_1'])
  expect(task.id).toBe('task_2')
  expect(listAt([copyOf(branch([task, task]), ['task_1', 'task_2'])], '0.then').map((x) => x.id)).toEqual([
    'task_3',
    'task_4',
  ])
})

describe('texts', () => {
  const TEXTS = ['{company} is new', '{{plain}} {account.name}', 'a {', '', '{steps.task_1.id}']
  it.each(TEXTS)('keeps %s', (text) => {
    const clean = templateOf(piecesOf(text))
    expect(templateOf(piecesOf(clean))).toBe(clean)
    const box = document.createElement('div')
    drawInto(box, clean, { name: (path) => `<${path}>`, chip: 'chip' })
    expect(readFrom(box)).toBe(clean)
  })
  it('knows a lone field, and draws names as text', () => {
    expect([loneOf('{account}'), loneOf('{account} x'), loneOf(7)]).toEqual(['account', null, null])
    const box = document.createElement('div')
    drawInto(box, '<b>{company}', { name: () => '<i>', chip: '' })
    expect(box.textContent).toContain('<b><i>')
    expect(box.querySelector('b, i')).toBeNull()
  })
})

it.each(['0 9 * * *', '30 18 1 * *', '15 * * * *', '0 9 * * 1,3', '*/5 8-18 * * 1-5'])(
  'reads and writes %s',
  (text) => {
    expect(writeCron(readCron(text))).toBe(text)
  },
)
it('knows days of the week by a stretch, Sunday by either number', () => {
  expect(readCron('0 9 * * 1-5')).toEqual({ every: 'week', days: [1, 2, 3, 4, 5], at: '09:00' })
  expect(readCron('0 9 * * 7')).toMatchObject({ days: [0] })
})

it.each([
  ['trigger.fields.0', 'trigger', 'fields.0'],
  ['steps.2.people.0', '2', 'people.0'],
  ['steps.1.then.0.values.name', '1.then.0', 'values.name'],
  ['steps.0', '0', ''],
  ['steps', '', 'steps'],
  ['form', '', 'form'],
])('puts the problem of %s at its step', (field, spot, option) => {
  expect(placeOf(field)).toEqual({ spot, option })
})

it('tells what is different', () => {
  const changes = changesBetween(
    definition(steps),
    { ...definition([say('a'), say('new'), ...steps.slice(1)]), when: { field: 'x', op: 'empty' } },
    blocks,
  )
  expect(changes.map((x) => x.what)).toEqual(['when', 'added'])
  expect(
    changesBetween(definition([say('a'), say('b')]), definition([say('b'), say('a')]), blocks).map((x) => x.what),
  ).toEqual(['moved', 'moved'])
  expect(changesBetween(definition([say('a')]), definition([say('z')]), blocks)).toMatchObject([
    { what: 'changed', before: { text: 'a' } },
  ])
  expect(changesBetween(definition(steps), definition(steps), blocks)).toEqual([])
})

it('sends what a webhook would, nested by its dots', () => {
  expect(nested({ 'order.number': '1', 'order.lines': '2', who: 'x', '__proto__.a': '1' })).toEqual({
    order: { number: '1', lines: '2' },
    who: 'x',
    a: '1',
  })
})
