// The matrix says what the stored role says: read, changed cell by cell, written back, nothing lost by the way.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { denial, stageCap, stageCapOf, unfinished } from './denials'
import {
  add,
  alike,
  allowsOf,
  applyPreset,
  blindActions,
  change,
  definitionOf,
  deniesOf,
  levelIn,
  levelled,
  lineAt,
  read,
  remove,
  scopesOf,
  setColumn,
  setLevel,
  setScopes,
  write,
} from './model'
import { rowsKey, stable } from './scopes'
import { ACTIONS, LEVELS, SCOPES, type Definition, type Grant } from './types'

/** What a list of grants means, whatever their order and grouping: every single right with its rows and levels. */
function meaning(grants: Grant[]): string[] {
  const said = grants.flatMap(({ form, actions, rows, fields, deny, ...more }) =>
    actions.map((action) => stable([form, action, rowsKey(rows ?? 'all'), fields ?? {}, deny === true, more])),
  )
  return [...new Set(said)].sort()
}

const APPS = '../bulou/apps'
const files = Object.fromEntries(
  ['crm', 'service'].flatMap((app) =>
    readdirSync(join(APPS, app, 'roles')).map((name) => [
      `${app}/${name}`,
      readFileSync(join(APPS, app, 'roles', name), 'utf8'),
    ]),
  ),
)

/** The grants of a template's role; its files keep to a small part of YAML. */
function grantsIn(yaml: string): Grant[] {
  const lines = yaml.split('\n').map((line) => line.replace(/(^|\s)#.*$/, ''))
  const list = lines.slice(lines.indexOf('grants:') + 1).filter((line) => /^ {2}\S| {4}\S/.test(line))
  const items = list
    .join('\n')
    .split(/^ {2}- /m)
    .slice(1)
  return items.map((item) => {
    const flow = item.trim().startsWith('{') ? item : `{${item.trim().split('\n').join(',')}}`
    return JSON.parse(flow.replace(/"[^"]*"|[A-Za-z_][\w.]*/g, (word) => (QUOTED.test(word) ? word : `"${word}"`)))
  })
}
const QUOTED = /^("|(true|false|null)$)/

/** A small generator: the same stream of numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return Math.floor((state / 4294967296) * below)
  }
}

function anyGrant(pick: (below: number) => number): Grant {
  const one = <T>(items: readonly T[]): T => items[pick(items.length)]!
  const actions = Array.from({ length: 1 + pick(4) }, () => one(ACTIONS))
  const rows = one([...SCOPES, { departments: [2, 1], below: true }, { departments: [1, 2], below: true }, CONDITION])
  const fields = pick(3) ? {} : { [one(['cost', '*', 'phone'])]: one(LEVELS) }
  return {
    form: one(['*', 'lead', 'account']),
    actions,
    ...(pick(5) ? { rows } : {}),
    ...(Object.keys(fields).length || pick(2) ? { fields } : {}),
    ...(pick(4) ? {} : { deny: true }),
    ...(pick(6) ? {} : { note: 'of a later version' }),
  } as Grant
}
const CONDITION = { field: 'owner', op: 'empty' }

describe('reading and writing', () => {
  it.each(Object.entries(files))('keeps what %s says', (_name, yaml) => {
    const grants = grantsIn(yaml)
    const back = write(read({ grants }))
    expect(meaning(back)).toEqual(meaning(grants))
    expect(grants.length === 0 || back.length > 0).toBe(true)
  })
  it('finds the roles of the templates', () => {
    expect(Object.values(files).flatMap(grantsIn).length).toBeGreaterThan(30)
  })
  it('keeps what any grants say, and has nothing to group a second time', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const pick = numbers(seed)
      const grants = Array.from({ length: pick(9) }, () => anyGrant(pick))
      const back = write(read({ grants }))
      expect(meaning(back)).toEqual(meaning(grants))
      expect(write(read({ grants: back }))).toEqual(back)
    }
  })
  it('keeps the rest of the role, and knows where each line stood', () => {
    const grants: Grant[] = [
      { form: 'lead', actions: ['read'], rows: 'own' },
      { form: 'lead', actions: ['change'], rows: 'own' },
      { form: 'task', actions: ['read'], rows: 'all' },
    ]
    const definition: Definition = { grants, home: '/', reveals: 5, later: [1] }
    const matrix = read(definition)
    expect(definitionOf(definition, matrix)).toEqual({
      home: '/',
      reveals: 5,
      later: [1],
      grants: [
        { form: 'lead', actions: ['read', 'change'], rows: 'own' },
        { form: 'task', actions: ['read'], rows: 'all' },
      ],
    })
    expect([lineAt(matrix, 1)?.grant.form, lineAt(matrix, 2)?.grant.form, lineAt(matrix, 3)]).toEqual([
      'lead',
      'task',
      undefined,
    ])
  })
})

const start = read({
  grants: [
    { form: 'lead', actions: ['read', 'change'], rows: 'own' },
    { form: 'lead', actions: ['read'], rows: 'all', fields: { phone: 'masked' } },
    { form: 'lead', actions: ['read'], rows: CONDITION, deny: true },
  ],
})

describe('a cell', () => {
  it('tells the scopes of its action, narrow ones first', () => {
    expect(scopesOf(start, 'lead', 'read')).toEqual(['own', 'all'])
    expect(scopesOf(start, 'lead', 'change')).toEqual(['own'])
    expect(scopesOf(start, 'account', 'read')).toEqual([])
  })
  it('is set without touching the other cells', () => {
    const now = setScopes(start, 'lead', 'change', ['department', 'own'])
    expect(scopesOf(now, 'lead', 'change')).toEqual(['own', 'department'])
    expect(scopesOf(now, 'lead', 'read')).toEqual(['own', 'all'])
    expect(deniesOf(now, 'lead')).toEqual(deniesOf(start, 'lead'))
    expect(scopesOf(setScopes(now, 'lead', 'change', []), 'lead', 'change')).toEqual([])
  })
  it('set as it was leaves the role as it was', () => {
    for (const action of ACTIONS)
      expect(write(setScopes(start, 'lead', action, scopesOf(start, 'lead', action)))).toEqual(write(start))
  })
  it('opens no field by the way: a new scope has the levels of those there are', () => {
    const one = read({ grants: [{ form: 'lead', actions: ['read'], rows: 'own', fields: { cost: 'hidden' } }] })
    const now = setScopes(one, 'lead', 'read', ['own', 'all'])
    expect(allowsOf(now, 'lead').map((line) => levelIn(line, 'cost'))).toEqual(['hidden', 'hidden'])
    const moved = applyPreset(one, 'lead', 'everything', 'all', ACTIONS)
    expect(allowsOf(moved, 'lead').map((line) => levelIn(line, 'cost'))).toEqual(['hidden'])
  })
  it('of chosen departments is the same in any order', () => {
    const now = setScopes(start, 'lead', 'print', [{ departments: [3, 1] }])
    expect(setScopes(now, 'lead', 'print', [{ departments: [1, 3], below: false }])).toEqual(now)
  })
})

describe('quick ways', () => {
  it('make a reader of a row, and leave denials alone', () => {
    const now = applyPreset(start, 'lead', 'reader', 'department', ACTIONS)
    const said = Object.fromEntries(ACTIONS.map((action) => [action, scopesOf(now, 'lead', action)]))
    expect({ ...said, read: 0, print: 0 }).toEqual({
      ...Object.fromEntries(ACTIONS.map((a) => [a, []])),
      read: 0,
      print: 0,
    })
    expect([said['read'], said['print']]).toEqual([['department'], ['department']])
    expect(deniesOf(now, 'lead')).toHaveLength(1)
  })
  it('set a column', () => {
    const now = setColumn(start, ['lead', 'account'], 'export', ['own'])
    expect(['lead', 'account', 'task'].map((form) => scopesOf(now, form, 'export'))).toEqual([['own'], ['own'], []])
  })
})

describe('field levels', () => {
  const [own, all] = allowsOf(start, 'lead')
  it('differ by scope until they are levelled', () => {
    expect([levelIn(own!, 'phone'), levelIn(all!, 'phone')]).toEqual(['edit', 'masked'])
    expect(alike(allowsOf(start, 'lead'))).toBe(false)
    const now = levelled(start, 'lead')
    expect(alike(allowsOf(now, 'lead'))).toBe(true)
    expect(write(now).filter((grant) => grant.fields)).toEqual([])
  })
  it('say only what differs from the rest', () => {
    let now = setLevel(start, [own!.id], 'cost', 'hidden')
    expect(allowsOf(now, 'lead')[0]!.grant.fields).toEqual({ cost: 'hidden' })
    now = setLevel(now, [own!.id], '*', 'read')
    expect(levelIn(allowsOf(now, 'lead')[0]!, 'city')).toBe('read')
    now = setLevel(now, [own!.id], 'city', 'read')
    expect(allowsOf(now, 'lead')[0]!.grant.fields).toEqual({ cost: 'hidden', '*': 'read' })
    now = setLevel(setLevel(now, [own!.id], 'cost', null), [own!.id], '*', null)
    expect(write(now)).toEqual(write(start))
  })
})

describe('denials', () => {
  it('of a stage are known as such', () => {
    const now = add(start, stageCap('lead', ['won'], 'cost', 'read'))
    const line = deniesOf(now, 'lead')[1]!
    expect(stageCapOf(line)).toEqual({ stages: ['won'], fields: { cost: 'read' } })
    expect(deniesOf(now, 'lead').map(stageCapOf)[0]).toBeNull()
    expect(remove(now, line.id).lines).toEqual(start.lines)
  })
  it('that are half made are not ready', () => {
    expect(unfinished(stageCap('lead', [], 'cost', 'read'))).toBe(true)
    expect(unfinished(stageCap('lead', ['won'], 'cost', 'read'))).toBe(false)
    expect(unfinished(denial('lead', [], 'all'))).toBe(true)
    expect(unfinished(denial('lead', ['delete'], 'all'))).toBe(false)
    expect(unfinished({ form: 'lead', actions: ['read'], rows: 'own' })).toBe(false)
  })
  it('are changed where they stand', () => {
    const line = deniesOf(start, 'lead')[0]!
    const now = change(start, line.id, { actions: ['delete'] })
    expect(deniesOf(now, 'lead')[0]!.grant).toEqual({ ...line.grant, actions: ['delete'] })
  })
})

it('tells what is let without being seen', () => {
  expect(blindActions(read({ grants: [{ form: 'lead', actions: ['delete'], rows: 'own' }] }), 'lead')).toEqual([
    'delete',
  ])
  const seen: Grant = { form: '*', actions: ['read'], rows: 'all' }
  expect(blindActions(read({ grants: [seen, { form: 'lead', actions: ['delete'] }] }), 'lead')).toEqual([])
  expect(blindActions(start, 'lead')).toEqual([])
})
