// Which ways to look at a form there are, what they take for granted, and what a view keeps.
import { describe, expect, it } from 'vitest'
import type { Field, Form, View, ViewDefinition } from '@/core/types'
import { kept } from '@/features/views/save'
import { bulkButtons, rowButtons } from './buttons'
import { coloursOf, groundIn } from './colouring'
import { calendarOf, galleryOf, ganttOf, layoutIn, layoutsOf, possibleLayouts } from './layouts'
import { chosenView } from './state'

const words = (text: string) => ({ 'en-US': text })
const field = (key: string, kind: string, more: Partial<Field> = {}): Field => ({
  key,
  kind,
  label: words(key),
  ...more,
})
const make = (fields: Field[], more: Partial<Form> = {}): Form => ({
  key: 'f',
  version: 1,
  label: words('F'),
  title: 'name',
  fields: [field('name', 'text'), ...fields],
  system: [],
  actions: ['read', 'change', 'delete', 'assign', 'export'],
  ...more,
})
const plain = make([])
const dated = make([field('from', 'date'), field('to', 'datetime'), field('photo', 'image')])

describe('layouts', () => {
  it('are those that the form has something for', () => {
    expect(layoutsOf(plain)).toEqual(['table'])
    expect(layoutsOf(dated)).toEqual(['table', 'calendar', 'gallery', 'gantt'])
    expect(layoutsOf(plain, { layout: 'gallery' })).toEqual(['table', 'gallery'])
    expect(possibleLayouts(plain)).toEqual(['table', 'gallery'])
  })
  it('are named by the address', () => {
    expect(['/f/deal', '/f/deal/gantt', '/f/deal/7'].map(layoutIn)).toEqual(['table', 'gantt', 'table'])
  })
  it('take the first dates where a view names none, or ones that are gone', () => {
    expect(calendarOf(dated, {})).toMatchObject({ start: 'from', end: null })
    expect(calendarOf(dated, { calendar: { start: 'gone', end: 'to' } })).toMatchObject({ start: 'from', end: 'to' })
    expect(ganttOf(dated, {})).toMatchObject({ start: 'from', end: 'to' })
    expect([calendarOf(plain, {}), ganttOf(plain, {})]).toEqual([null, null])
    expect(galleryOf(dated, {}, ['name', 'from'])).toEqual({ cover: 'photo', fields: ['from'] })
  })
})

describe('colours', () => {
  const colours = [
    { filter: { field: 'a', op: 'empty' }, colour: 'blue' as const },
    { filter: null, colour: 'pink' as const },
    { filter: { field: 'b', op: 'empty' }, colour: 'cyan' as const },
  ]
  const definition = { colours } as unknown as ViewDefinition
  it('are asked for and answered by their place among the whole ones', () => {
    expect(coloursOf(definition).colours).toHaveLength(2)
    expect(groundIn(definition, { id: 1, version: 1, title: '', _colour: 1 })).toContain('var(--c2) 14%')
    expect(groundIn(definition, { id: 1, version: 1, title: '', _colour: null })).toBeUndefined()
    expect(coloursOf({})).toEqual({})
  })
})

describe('buttons', () => {
  const rich = make([field('site', 'link')], { system: [field('owner', 'person')] })
  it('stand where the view puts them and the person may', () => {
    const definition = { buttons: { row: ['delete', 'assign', 'link:site', 'stage'], bulk: ['export'] } }
    expect(rowButtons(rich, definition)).toEqual(['assign', 'link:site', 'delete'])
    expect(bulkButtons(rich, definition)).toEqual(['export'])
    const reader = { ...rich, actions: ['read'] }
    expect(rowButtons(reader, definition)).toEqual(['link:site'])
    expect(bulkButtons(reader, definition)).toEqual([])
  })
  it('are none on rows and all in the bar where it says nothing', () => {
    expect(rowButtons(rich, {})).toEqual([])
    expect(bulkButtons(rich, {})).toEqual(['assign', 'change', 'export', 'delete'])
  })
})

describe('what a view keeps', () => {
  const configurer = make([], { actions: ['read', 'configure'] })
  const definition: ViewDefinition = {
    layout: 'table',
    roles: ['sales'],
    default_for: ['sales', 'boss'],
    colours: [{ filter: null as never, colour: 'blue' }],
  }
  it('goes with its audience, without what is unfinished', () => {
    expect(kept(configurer, { definition, audience: 'roles' })).toEqual({
      layout: 'table',
      roles: ['sales'],
      default_for: ['sales'],
    })
    expect(kept(configurer, { definition, audience: 'all' })).toEqual({
      layout: 'table',
      default_for: ['sales', 'boss'],
    })
    expect(kept(configurer, { definition, audience: 'me' })).toEqual({ layout: 'table' })
    expect(kept(plain, { definition, audience: 'roles' })).toEqual({ layout: 'table' })
  })
})

describe('the view that opens first', () => {
  const view = (id: number, first: boolean): View => ({
    id,
    label: words(`v${id}`),
    mine: false,
    shared: true,
    default: first,
    definition: {},
  })
  it('is the default, else the first', () => {
    const views = [view(1, false), view(2, true)]
    expect(chosenView(make([], { views }), new URLSearchParams())?.id).toBe(2)
    expect(chosenView(make([], { views: [view(1, false)] }), new URLSearchParams())?.id).toBe(1)
    expect(chosenView(make([], { views }), new URLSearchParams('filter=null'))).toBeNull()
  })
})
