// Arranging the navigation: for everybody, and what each role has of its own; kept all at once, with a way back.
import { useEffect, useMemo, useReducer, useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '@/core/drafts'
import { useFormat } from '@/core/format'
import { useKey } from '@/core/keys'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { begin, canRedo, canUndo, reduce, type Act, type History } from '@/features/designer/model/history'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, Field, IconButton, Select, Sheet } from '@/ui'
import { Arrangement } from './Arrangement'
import css from './MenuEditor.module.css'
import { useArranging, type Arranged } from './menu'
import { partOf, sectionAdded, type Menu } from './model'
import { Panel } from './Panel'
import { RolePanel } from './RolePanel'
import { Unplaced } from './Unplaced'

const EVERYBODY = ''

export type Work = {
  arranged: Arranged
  menu: Menu
  role: string | null
  chosen: string | null
  choose: (name: string | null) => void
  edit: (change: (now: Menu) => Menu, run?: string) => void
}

export function MenuEditor({ arranged }: { arranged: Arranged }) {
  const t = useText('menu')
  const f = useFormat()
  const phone = usePhone()
  const [history, act] = useReducer(reduce as (h: History<Menu>, a: Act<Menu>) => History<Menu>, arranged, resumed)
  const [role, setRole] = useState<string | null>(null)
  const [chosen, choose] = useState<string | null>(null)
  const menu = history.now
  const [opened, open] = useState(arranged)
  const changed = JSON.stringify(menu) !== JSON.stringify(opened.menu)
  if (arranged !== opened && !changed) {
    open(arranged) // nothing is lost by following; once something is changed here, it is told at saving
    act({ do: 'load', value: arranged.menu })
  }
  const work: Work = useMemo(
    () => ({ arranged, menu, role, chosen, choose, edit: (change, run) => act({ do: 'edit', edit: change, run }) }),
    [arranged, menu, role, chosen],
  )
  useKey('mod+z', () => act({ do: 'undo' }), { enabled: canUndo(history) })
  useKey('mod+shift+z', () => act({ do: 'redo' }), { enabled: canRedo(history) })
  const add = () => {
    const [next, name] = sectionAdded(menu, { 'zh-CN': t('newSection.zh'), 'en-US': t('newSection.en') })
    act({ do: 'edit', edit: () => next })
    choose(name)
  }
  const options = [
    { value: EVERYBODY, label: t('everybody') },
    ...arranged.roles.map((each) => ({ value: each.key, label: t('asRole', { role: f.words(each.label) }) })),
  ]
  const settings = !role && chosen && partOf(menu, chosen) ? <Panel key={chosen} work={work} name={chosen} /> : null
  return (
    <>
      <PageHead
        title={t('title')}
        actions={<Acts opened={opened} now={arranged} history={history} act={act} open={open} />}
      />
      <div className={css.page}>
        <div className={css.list}>
          <Field label={t('whose')} hint={role ? t('roleHint') : t('everybodyHint')}>
            {(field) => (
              <Select {...field} options={options} value={role ?? EVERYBODY} onChange={(key) => setRole(key || null)} />
            )}
          </Field>
          {role && <RolePanel work={work} role={role} />}
          <Arrangement work={work} />
          {!role && (
            <Button icon="plus" onClick={add}>
              {t('addSection')}
            </Button>
          )}
          {!role && <Unplaced work={work} />}
        </div>
        {!phone && (
          <aside className={css.side}>{settings ?? <p className="t2">{t(role ? 'roleOnly' : 'chooseOne')}</p>}</aside>
        )}
      </div>
      {phone && (
        <Sheet open={settings !== null} onClose={() => choose(null)} title={t('settings')}>
          {settings}
        </Sheet>
      )}
    </>
  )
}

type ActsProps = {
  /** As it was when changing began, and as it is by now. */
  opened: Arranged
  now: Arranged
  history: History<Menu>
  act: (a: Act<Menu>) => void
  open: (arranged: Arranged) => void
}

type Draft = { version: number; menu: Menu }
const DRAFT = 'menu'

/** What was not saved last time goes on, unless somebody has arranged the navigation since. */
function resumed({ menu, version }: Arranged): History<Menu> {
  const kept = readDraft<Draft>(DRAFT)
  return kept?.version === version ? reduce(begin(menu), { do: 'edit', edit: () => kept.menu }) : begin(menu)
}

function Acts({ opened, now, history, act, open }: ActsProps) {
  const t = useText('menu')
  const c = useText('common')
  const keep = useArranging()
  const changed = JSON.stringify(history.now) !== JSON.stringify(opened.menu)
  useEffect(() => {
    if (changed) keepDraft(DRAFT, { version: opened.version, menu: history.now } satisfies Draft)
    else dropDraft(DRAFT)
  }, [changed, opened.version, history.now])
  const [told, setTold] = useState(false) // that somebody else arranged it: saving again means it
  const failed = (e: unknown) => {
    if (isProblem(e) && e.code === 'menu.changed') setTold(true)
    toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('failed') })
  }
  const kept = (arranged: Arranged) => {
    setTold(false)
    open(arranged)
    act({ do: 'load', value: arranged.menu })
  }
  const save = () => {
    const before = opened.menu
    keep.mutate(
      { version: told ? now.version : opened.version, menu: history.now },
      {
        onSuccess: (arranged) => {
          kept(arranged)
          const back = () =>
            keep.mutate({ version: arranged.version, menu: before }, { onSuccess: kept, onError: failed })
          toast({ text: t('kept'), undo: back })
        },
        onError: failed,
      },
    )
  }
  return (
    <>
      <IconButton icon="undo" label={t('undo')} disabled={!canUndo(history)} onClick={() => act({ do: 'undo' })} />
      <IconButton icon="redo" label={t('redo')} disabled={!canRedo(history)} onClick={() => act({ do: 'redo' })} />
      <Button look="primary" disabled={!changed} loading={keep.isPending} onClick={save}>
        {c('save')}
      </Button>
    </>
  )
}
