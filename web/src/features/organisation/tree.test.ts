import { describe, expect, it } from 'vitest'
import type { Department } from './organisation'
import { mayMove, movedBy, pathOf, rowsOf } from './tree'

const department = (id: number, name: string, parent_id: number | null): Department => ({
  id,
  name,
  parent_id,
  kind: 'department',
  position: id,
  people: 0,
  members: 0,
  below: 0,
  head: null,
})
const ALL = [
  department(1, 'Group', null),
  department(2, 'East', 1),
  department(3, 'West', 1),
  department(4, 'Team 1', 2),
  department(5, 'Other', null),
]
const names = (q: string, shut: number[] = []) =>
  rowsOf(ALL, new Set(shut), q).map((r) => `${' '.repeat(r.depth)}${r.department.name}`)

describe('the tree of departments', () => {
  it('shows what lies below open ones, in order', () => {
    expect(names('')).toEqual(['Group', ' East', '  Team 1', ' West', 'Other'])
    expect(names('', [2])).toEqual(['Group', ' East', ' West', 'Other'])
  })
  it('shows what matches with all above it, also below closed ones', () => {
    expect(names('team', [1, 2])).toEqual(['Group', ' East', '  Team 1'])
    expect(names('nothing')).toEqual([])
  })
  it('never moves a department into itself, below itself, or to where it is', () => {
    expect([mayMove(ALL, 1, 4), mayMove(ALL, 1, 1), mayMove(ALL, 4, 2)]).toEqual([false, false, false])
    expect([mayMove(ALL, 4, 3), mayMove(ALL, 2, null), mayMove(ALL, 5, 1)]).toEqual([true, true, true])
  })
  it('moves among those beside it', () => {
    expect(movedBy(ALL, 3, -1)).toEqual({ parent: 1, ids: [3, 2] })
    expect(movedBy(ALL, 3, 1)).toBeNull()
  })
  it('tells the way from the top', () => {
    expect(pathOf(ALL, 4)).toBe('Group / East / Team 1')
  })
})
