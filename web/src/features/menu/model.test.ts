import { describe, expect, it } from 'vitest'
import {
  canBeTab,
  changed,
  dropped,
  hidden,
  moved,
  nameOf,
  ordered,
  removed,
  sectionAdded,
  stepped,
  tabsOf,
  tabsSwapped,
  unplaced,
  withHome,
  withTab,
  withoutOrder,
  type Menu,
} from './model'

const menu: Menu = {
  key: 'main',
  sections: [
    { section: 'work', label: { 'zh-CN': '工作' }, items: [{ page: 'today' }, { form: 'task' }] },
    { section: 'sales', label: { 'zh-CN': '销售' }, items: [{ form: 'lead' }, { form: 'deal' }] },
    { section: 'end', label: { 'zh-CN': '分析' }, items: [{ dashboard: '*' }] },
  ],
  roles: [],
}
const shape = (m: Menu, role: string | null = null) =>
  ordered(m, role).map((s) => `${s.section}: ${s.items.map(nameOf).join(' ')}`)

describe('arranging the navigation', () => {
  it('moves entries within and between sections, and sections', () => {
    expect(shape(moved(menu, null, 'form.deal', 'form.lead'))[1]).toBe('sales: form.deal form.lead')
    expect(shape(moved(menu, null, 'form.deal', 'section.work')).slice(0, 2)).toEqual([
      'work: page.today form.task form.deal',
      'sales: form.lead',
    ])
    expect(shape(moved(menu, null, 'section.end', 'section.work'))[0]).toBe('end: dashboard.*')
    expect(shape(moved(menu, null, 'form.new', 'form.task'))[0]).toBe('work: page.today form.new form.task')
    expect(moved(menu, null, 'section.work', 'form.lead')).toBe(menu)
    expect(shape(dropped(menu, null, 'form.lead', 'form.deal'))[1]).toBe('sales: form.deal form.lead')
    expect(shape(dropped(menu, null, 'form.task', 'form.deal'))[1]).toBe('sales: form.lead form.task form.deal')
    expect(shape(dropped(menu, null, 'section.work', 'dashboard.*')).map((s) => s.slice(0, 3))).toEqual([
      'sal',
      'end',
      'wor',
    ])
  })
  it('goes on into the next section by keys', () => {
    const over = stepped(menu, null, 'form.task', 1)
    expect(shape(over).slice(0, 2)).toEqual(['work: page.today', 'sales: form.task form.lead form.deal'])
    expect(shape(stepped(over, null, 'form.task', -1))).toEqual(shape(menu))
    expect(shape(stepped(menu, null, 'form.lead', 1))[1]).toBe('sales: form.deal form.lead')
    expect(stepped(menu, null, 'page.today', -1)).toBe(menu)
    expect(shape(stepped(menu, null, 'section.work', 1))[0]).toMatch(/^sales/)
  })
  it('keeps an order of its own for a role and leaves everybody as they are', () => {
    const own = moved(moved(menu, 'boss', 'section.end', 'section.work'), 'boss', 'form.deal', 'form.lead')
    expect(shape(own, 'boss')).toEqual(['end: dashboard.*', 'work: page.today form.task', 'sales: form.deal form.lead'])
    expect(shape(own)).toEqual(shape(menu))
    expect(moved(menu, 'boss', 'form.gone', 'form.task')).toBe(menu)
    expect(withoutOrder(own, 'boss').roles).toEqual([])
    expect(withHome(own, 'boss', '/f/deal').roles[0]).toMatchObject({ key: 'boss', home: '/f/deal' })
  })
  it('puts an entry into another section for a role, by dropping and by keys, and back', () => {
    const own = dropped(menu, 'boss', 'form.deal', 'form.task')
    expect(shape(own, 'boss').slice(0, 2)).toEqual(['work: page.today form.deal form.task', 'sales: form.lead'])
    expect(own.roles[0]?.places).toEqual({ 'form.deal': 'work' })
    expect(shape(own)).toEqual(shape(menu))
    const over = stepped(stepped(own, 'boss', 'form.task', 1), 'boss', 'form.deal', 1)
    expect(shape(over, 'boss').slice(0, 2)).toEqual(['work: page.today', 'sales: form.deal form.task form.lead'])
    expect(over.roles[0]?.places).toEqual({ 'form.task': 'sales' })
    expect(removed(over, 'section.sales').roles[0]).not.toHaveProperty('places')
    expect(withoutOrder(over, 'boss').roles).toEqual([])
  })
  it('gives a phone of a role its tabs', () => {
    const one = withTab(menu, 'boss', 1, 'form.deal')
    expect(tabsOf(one, 'boss')).toEqual(['', 'form.deal'])
    expect(tabsOf(withTab(one, 'boss', 0, 'form.deal'), 'boss')).toEqual(['form.deal', ''])
    const two = tabsSwapped(withTab(one, 'boss', 0, 'form.lead'), 'boss')
    expect(tabsOf(two, 'boss')).toEqual(['form.deal', 'form.lead'])
    expect(withTab(withTab(two, 'boss', 0, ''), 'boss', 1, '').roles).toEqual([])
    expect(['form.lead', 'dashboard.sales', 'dashboard.*', 'page.today', 'section.work'].map(canBeTab)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
  it('hides, renames, removes and adds', () => {
    const less = hidden(menu, 'form.lead', 'boss', true)
    expect(less.sections[1]?.items[0]).toEqual({ form: 'lead', hidden_for: ['boss'] })
    expect(hidden(less, 'form.lead', 'boss', false)).toEqual(menu)
    const named = changed(menu, 'form.lead', { label: { 'en-US': 'Inquiries' } })
    expect(changed(named, 'form.lead', { label: { 'en-US': '' } })).toEqual(menu)
    expect(unplaced(removed(menu, 'section.sales'), ['form.lead', 'form.task', 'dashboard.sales'])).toEqual([
      'form.lead',
    ])
    const [more, name] = sectionAdded(menu, { 'zh-CN': '新' })
    expect([more.sections.length, name]).toEqual([4, 'section.section_4'])
  })
})
