// The arrangement of the navigation, and every change of it as a function.
import type { Words } from '@/core/types'

export type Entry = {
  page?: 'today' | 'calendar'
  form?: string
  dashboard?: string
  label?: Words
  icon?: string
  hidden_for?: string[]
}
export type Section = { section: string; label: Words; icon?: string; items: Entry[]; hidden_for?: string[] }
/** `places`: entries that stand in another section for the role; `tabs`: of a phone's bar, "" is whatever fits. */
export type RoleMenu = {
  key: string
  home?: string
  order?: string[]
  places?: { [name: string]: string }
  tabs?: string[]
}
export type Menu = { key: 'main'; sections: Section[]; roles: RoleMenu[] }

const ALL_DASHBOARDS = 'dashboard.*'

export const nameOf = (entry: Entry): string =>
  entry.form ? `form.${entry.form}` : entry.dashboard ? `dashboard.${entry.dashboard}` : `page.${entry.page ?? 'today'}`
export const sectionName = (section: Section): string => `section.${section.section}`

export function entryOf(name: string): Entry {
  const at = name.indexOf('.')
  const [kind, key] = [name.slice(0, at), name.slice(at + 1)]
  return kind === 'form'
    ? { form: key }
    : kind === 'dashboard'
      ? { dashboard: key }
      : { page: key === 'calendar' ? key : 'today' }
}

const isSection = (name: string): boolean => name.startsWith('section.')

/** What stands nowhere in the arrangement. */
export function unplaced(menu: Menu, names: string[]): string[] {
  const placed = new Set(menu.sections.flatMap((section) => section.items.map(nameOf)))
  return names.filter((name) => !placed.has(name) && !(placed.has(ALL_DASHBOARDS) && name.startsWith('dashboard.')))
}

const ownOf = (menu: Menu, role: string | null): RoleMenu | undefined =>
  role ? menu.roles.find((each) => each.key === role) : undefined
const orderOf = (menu: Menu, role: string | null): string[] => ownOf(menu, role)?.order ?? []

/** The sections with entries where a role has them; a section that is gone takes none. */
function asPlaced(menu: Menu, role: string | null): Section[] {
  const places = ownOf(menu, role)?.places ?? {}
  const known = new Set(menu.sections.map((each) => each.section))
  const at = (entry: Entry, home: string) => {
    const wanted = places[nameOf(entry)]
    return wanted !== undefined && known.has(wanted) ? wanted : home
  }
  const all = menu.sections.flatMap((each) => each.items.map((entry) => ({ entry, at: at(entry, each.section) })))
  return menu.sections.map((each) => ({
    ...each,
    items: all.filter((one) => one.at === each.section).map((one) => one.entry),
  }))
}

/** The sections with their entries as a role sees them ordered; null: everybody. */
export function ordered(menu: Menu, role: string | null): Section[] {
  const order = orderOf(menu, role)
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const sorted = <T>(list: T[], name: (item: T) => string) => [...list].sort((a, b) => place(name(a)) - place(name(b)))
  return sorted(asPlaced(menu, role), sectionName).map((each) => ({ ...each, items: sorted(each.items, nameOf) }))
}

/** A section or entry in front of another; onto a section: the entry becomes its last. For a role: only its order changes, and
 *  the section in which an entry stands for it. */
export function moved(menu: Menu, role: string | null, name: string, onto: string | null): Menu {
  if (name === onto) return menu
  return role
    ? orderedAnew(menu, role, name, onto)
    : isSection(name)
      ? sectionMoved(menu, name, onto)
      : entryMoved(menu, name, onto)
}

/** What a drop means: onto something further down it goes behind it, else in front; a section knows only sections. */
export function dropped(menu: Menu, role: string | null, name: string, over: string): Menu {
  const seen = ordered(menu, role)
  const home = seen.find((each) => each.items.some((x) => nameOf(x) === over))
  const onto = isSection(name) && home ? sectionName(home) : over
  const lists = isSection(name) ? [seen.map(sectionName)] : seen.map((each) => each.items.map(nameOf))
  const list = lists.find((each) => each.includes(name) && each.includes(onto))
  if (!list || list.indexOf(name) > list.indexOf(onto)) return moved(menu, role, name, onto)
  const next = list[list.indexOf(onto) + 1]
  const end = isSection(name) || !home ? null : sectionName(home)
  return moved(menu, role, name, next ?? end)
}

function sectionMoved(menu: Menu, name: string, before: string | null): Menu {
  const section = menu.sections.find((each) => sectionName(each) === name)
  if (!section || (before && !isSection(before))) return menu
  const rest = menu.sections.filter((each) => each !== section)
  const at = rest.findIndex((each) => sectionName(each) === before)
  return { ...menu, sections: rest.toSpliced(at < 0 ? rest.length : at, 0, section) }
}

function entryMoved(menu: Menu, name: string, onto: string | null): Menu {
  const entry = menu.sections.flatMap((each) => each.items).find((each) => nameOf(each) === name) ?? entryOf(name)
  const without = menu.sections.map((each) => ({ ...each, items: each.items.filter((x) => nameOf(x) !== name) }))
  const last = without[without.length - 1]
  const to = onto ?? (last ? sectionName(last) : null)
  return {
    ...menu,
    sections: without.map((each) => {
      if (sectionName(each) === to) return { ...each, items: [...each.items, entry] }
      const at = each.items.findIndex((x) => nameOf(x) === to)
      return at < 0 ? each : { ...each, items: each.items.toSpliced(at, 0, entry) }
    }),
  }
}

/** A role's own order: all names as they stand, the moved one at its new place among its neighbours. */
function orderedAnew(menu: Menu, role: string, name: string, onto: string | null): Menu {
  const seen = ordered(menu, role)
  const there = targetOf(seen, name, onto)
  if (!there) return menu
  const list = isSection(name) ? seen.map(sectionName) : there.items.map(nameOf)
  const rest = list.filter((each) => each !== name)
  const at = rest.indexOf(onto ?? '')
  const next = rest.toSpliced(at < 0 ? rest.length : at, 0, name)
  const others = [...seen.map(sectionName), ...seen.flatMap((each) => each.items.map(nameOf))]
  const order = [...next, ...others.filter((each) => !next.includes(each))]
  const places = isSection(name) ? {} : { places: placedAt(menu, role, name, there.section) }
  return withRole(menu, role, (own) => ({ ...own, order, ...places }))
}

/** The section in which something lands: that of what it is put on, else its own. */
function targetOf(seen: Section[], name: string, onto: string | null): Section | undefined {
  if (isSection(name)) return seen.find((each) => sectionName(each) === (onto ?? name))
  const has = (section: Section, entry: string) => section.items.some((x) => nameOf(x) === entry)
  const own = seen.find((each) => has(each, name))
  if (onto === null || !own) return own
  return seen.find((each) => sectionName(each) === onto || has(each, onto))
}

/** Where entries stand for a role, `name` in `section`; what stands where it stands for everybody needs no word. */
function placedAt(menu: Menu, role: string, name: string, section: string): { [name: string]: string } {
  const { [name]: _before, ...others } = ownOf(menu, role)?.places ?? {}
  const usual = menu.sections.find((each) => each.items.some((x) => nameOf(x) === name))?.section
  return usual === section ? others : { ...others, [name]: section }
}

/** One place up or down; at the edge of a section an entry goes on into the next one. */
export function stepped(menu: Menu, role: string | null, name: string, by: -1 | 1): Menu {
  const seen = ordered(menu, role)
  if (isSection(name)) return steppedIn(menu, role, seen.map(sectionName), name, by)
  const at = seen.findIndex((each) => each.items.some((x) => nameOf(x) === name))
  const names = seen[at]?.items.map(nameOf) ?? []
  const edge = by === -1 ? names[0] === name : names[names.length - 1] === name
  const next = seen[at + by]
  if (!edge) return steppedIn(menu, role, names, name, by)
  if (!next) return menu
  const first = next.items[0]
  return moved(menu, role, name, by === 1 && first ? nameOf(first) : sectionName(next))
}

function steppedIn(menu: Menu, role: string | null, names: string[], name: string, by: -1 | 1): Menu {
  const at = names.indexOf(name)
  if (names[at + by] === undefined) return menu
  const before = by === -1 ? names[at - 1]! : (names[at + 2] ?? null)
  if (before !== null || role || isSection(name)) return moved(menu, role, name, before)
  const section = menu.sections.find((each) => each.items.some((x) => nameOf(x) === name))
  return section ? entryMoved(menu, name, sectionName(section)) : menu
}

export type Change = { [K in keyof (Section & Entry)]?: (Section & Entry)[K] | undefined }

/** A change of one section or entry, by its name. */
export function changed(menu: Menu, name: string, change: Change): Menu {
  const put = <T extends object>(part: T): T => tidy({ ...part, ...change })
  return {
    ...menu,
    sections: menu.sections.map((section) =>
      sectionName(section) === name
        ? put(section)
        : { ...section, items: section.items.map((entry) => (nameOf(entry) === name ? put(entry) : entry)) },
    ),
  }
}

/** What says nothing is not kept. */
function tidy<T extends object>(part: T): T {
  return Object.fromEntries(
    Object.entries(part).filter(
      ([key, value]) =>
        value !== undefined &&
        !(key === 'hidden_for' && (value as string[]).length === 0) &&
        !(key === 'label' && !('items' in part) && !Object.values(value as Words).some(Boolean)),
    ),
  ) as T
}

export const partOf = (menu: Menu, name: string): Section | Entry | undefined =>
  menu.sections.find((each) => sectionName(each) === name) ??
  menu.sections.flatMap((each) => each.items).find((each) => nameOf(each) === name)

export const hiddenFor = (menu: Menu, name: string): string[] => partOf(menu, name)?.hidden_for ?? []

export const hidden = (menu: Menu, name: string, role: string, on: boolean): Menu => {
  const now = hiddenFor(menu, name).filter((each) => each !== role)
  return changed(menu, name, { hidden_for: on ? [...now, role] : now })
}

/** Out of the navigation: the entry, or the section with all of its entries; roles have no word on them any more. */
export function removed(menu: Menu, name: string): Menu {
  const sections = menu.sections
    .filter((each) => sectionName(each) !== name)
    .map((each) => ({ ...each, items: each.items.filter((x) => nameOf(x) !== name) }))
  const stands = new Set(sections.flatMap((each) => [each.section, ...each.items.map(nameOf)]))
  const roles = menu.roles.map((own) => withPlaces(own, (entry, section) => stands.has(entry) && stands.has(section)))
  return { ...menu, sections, roles }
}

function withPlaces({ places, ...own }: RoleMenu, keep: (entry: string, section: string) => boolean): RoleMenu {
  const kept = Object.entries(places ?? {}).filter(([entry, section]) => keep(entry, section))
  return kept.length > 0 ? { ...own, places: Object.fromEntries(kept) } : own
}

export function sectionAdded(menu: Menu, label: Words): [Menu, string] {
  let number = menu.sections.length + 1
  while (menu.sections.some((each) => each.section === `section_${number}`)) number += 1
  const section: Section = { section: `section_${number}`, label, items: [] }
  return [{ ...menu, sections: [...menu.sections, section] }, sectionName(section)]
}

function withRole(menu: Menu, role: string, change: (own: RoleMenu) => RoleMenu): Menu {
  const own = menu.roles.find((each) => each.key === role) ?? { key: role }
  const next = withPlaces(change(own), () => true)
  const rest = menu.roles.filter((each) => each.key !== role)
  return { ...menu, roles: next.home || next.order || next.places || next.tabs ? [...rest, next] : rest }
}

export const homeOf = (menu: Menu, role: string): string | undefined =>
  menu.roles.find((each) => each.key === role)?.home
export const withHome = (menu: Menu, role: string, home: string): Menu =>
  withRole(menu, role, (own) => ({ ...own, home }))
/** The order and the sections of everybody again. */
export const withoutOrder = (menu: Menu, role: string): Menu =>
  withRole(menu, role, ({ order: _order, places: _places, ...own }) => own)
export const hasOrder = (menu: Menu, role: string): boolean =>
  orderOf(menu, role).length > 0 || Object.keys(ownOf(menu, role)?.places ?? {}).length > 0

export type Tabs = [string, string]
export const AUTOMATIC = ''

/** What the two tabs of a phone open for a role, by name. */
export function tabsOf(menu: Menu, role: string): Tabs {
  const [first = AUTOMATIC, second = AUTOMATIC] = ownOf(menu, role)?.tabs ?? []
  return [first, second]
}

/** One tab opens something else; what the other one opens already changes places with it. */
export function withTab(menu: Menu, role: string, at: 0 | 1, name: string): Menu {
  const now = tabsOf(menu, role)
  const other = now[1 - at] === name && name !== AUTOMATIC ? now[at]! : now[1 - at]!
  return withTabs(menu, role, at === 0 ? [name, other] : [other, name])
}

/** The two tabs change places. */
export function tabsSwapped(menu: Menu, role: string): Menu {
  const [first, second] = tabsOf(menu, role)
  return withTabs(menu, role, [second, first])
}

const withTabs = (menu: Menu, role: string, tabs: Tabs): Menu =>
  withRole(menu, role, ({ tabs: _tabs, ...own }) => (tabs.some(Boolean) ? { ...own, tabs } : own))

/** What can be a tab: whatever opens one page but today, which is one already. */
export const canBeTab = (name: string): boolean => /^(form|dashboard)\.\w+$/.test(name)
