// Organisation and people: the tree on the left, the people of what is chosen on the right.
import { useState } from 'react'
import { usePhone } from '@/core/media'
import { useSettled } from '@/core/search'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, ErrorState, Icon, IconButton, Menu, Sheet, SkeletonRows } from '@/ui'
import { DepartmentTree, EVERYBODY, iconOf, NOWHERE } from './DepartmentTree'
import { InviteDialog } from './Invite'
import { OpenInvitations } from './OpenInvitations'
import css from './Organisation.module.css'
import { usePeople, useTree, type Department, type Filter, type Tree } from './organisation'
import { PeopleList } from './PeopleList'
import { PersonDrawer } from './PersonDrawer'
import { Positions } from './Positions'
import { Roster } from './Roster'
import { useTreeActs } from './treeActs'

type Opened = 'invite' | 'open' | 'positions' | 'roster' | null

export function Organisation() {
  const tree = useTree()
  if (tree.isPending) return <SkeletonRows count={8} />
  if (tree.isLoadingError) return <ErrorState error={tree.error} retry={() => void tree.refetch()} />
  return <Both tree={tree.data} />
}

function Both({ tree }: { tree: Tree }) {
  const t = useText('organisation')
  const phone = usePhone()
  const [typed, setTyped] = useState('')
  const [parts, setParts] = useState({ state: 'present', department: EVERYBODY, below: true })
  const [picking, setPicking] = useState(false)
  const [opened, setOpened] = useState<Opened>(null)
  const [person, setPerson] = useState<Id | 'new' | null>(null)
  const filter: Filter = { ...parts, q: useSettled(typed.trim(), 200) }
  const acts = useTreeActs(tree.items, () => setParts((now) => ({ ...now, department: EVERYBODY })))
  const chosen = tree.items.find((d) => String(d.id) === parts.department)
  const title = chosen?.name ?? t(parts.department === NOWHERE ? 'tree.nowhere' : 'tree.everybody')
  const choose = (department: string) => {
    setParts({ ...parts, department })
    setPicking(false)
  }
  const nodes = (
    <DepartmentTree
      tree={tree}
      chosen={parts.department}
      onChoose={choose}
      onAdd={() => acts.add(null)}
      onMove={acts.move}
      actsOf={acts.of}
    />
  )
  return (
    <div className={css.page}>
      {!phone && <aside className={css.rail}>{nodes}</aside>}
      <div className={css.main}>
        <Head
          title={title}
          chosen={chosen}
          phone={phone}
          filter={filter}
          onAdd={() => setPerson('new')}
          onOpen={setOpened}
          onTree={() => setPicking(true)}
        />
        <PeopleList
          filter={filter}
          typed={typed}
          onType={setTyped}
          onFilter={(part) => setParts({ ...parts, ...part })}
          onClear={() => {
            setTyped('')
            setParts({ ...parts, state: 'present' })
          }}
          onOpen={setPerson}
        />
      </div>
      <Sheet open={phone && picking} onClose={() => setPicking(false)} title={t('tree.title')}>
        <div className={css.sheetTree}>{nodes}</div>
      </Sheet>
      {acts.dialogs}
      {person !== null && <PersonDrawer id={person} department={chosen?.id ?? null} onClose={() => setPerson(null)} />}
      {opened === 'invite' && <InviteDialog department={chosen?.id ?? null} onClose={() => setOpened(null)} />}
      {opened === 'open' && <OpenInvitations onClose={() => setOpened(null)} />}
      {opened === 'positions' && <Positions onClose={() => setOpened(null)} />}
      {opened === 'roster' && <Roster onClose={() => setOpened(null)} />}
    </div>
  )
}

type HeadProps = {
  title: string
  chosen: Department | undefined
  phone: boolean
  filter: Filter
  onAdd: () => void
  onOpen: (what: Opened) => void
  onTree: () => void
}

function Head({ title, chosen, phone, filter, onAdd, onOpen, onTree }: HeadProps) {
  const t = useText('organisation')
  const idle = usePeople(filter).data?.pages.flatMap((p) => p.items) ?? []
  const [inviting, setInviting] = useState(false)
  const several = filter.state === 'not_activated' && idle.length > 0
  return (
    <div className={css.head}>
      {phone ? (
        <span className={css.phoneTree}>
          <Button icon={chosen ? iconOf(chosen) : 'people'} after="down" onClick={onTree}>
            {title}
          </Button>
        </span>
      ) : (
        <h2>
          {chosen && <Icon name={iconOf(chosen)} size={16} />}
          {title}
          {chosen?.head && <span className="caption">{t('tree.head', { name: chosen.head.title ?? '' })}</span>}
        </h2>
      )}
      {several && <Button onClick={() => setInviting(true)}>{t('people.inviteAll', { count: idle.length })}</Button>}
      {!phone && (
        <Button icon="plus" onClick={onAdd}>
          {t('people.add')}
        </Button>
      )}
      <Button look="primary" icon="send" onClick={() => onOpen('invite')}>
        {t('people.invite')}
      </Button>
      <Menu
        placement="bottomRight"
        items={[
          ...(phone ? [{ key: 'add', icon: 'plus' as const, label: t('people.add'), onSelect: onAdd }] : []),
          { key: 'roster', icon: 'import', label: t('people.fromFile'), onSelect: () => onOpen('roster') },
          { key: 'open', icon: 'mail', label: t('people.open'), onSelect: () => onOpen('open') },
          { key: 'positions', icon: 'tag', label: t('people.positions'), onSelect: () => onOpen('positions') },
        ]}
      >
        <IconButton icon="more" label={t('people.more')} aria-haspopup="menu" />
      </Menu>
      {inviting && <InviteDialog people={idle} onClose={() => setInviting(false)} />}
    </div>
  )
}
