// The record's head: where it belongs, its title, who holds it, what can be done; smaller once scrolled.
import { useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { copyText } from '@/core/clipboard'
import { titleOf } from '@/core/titles'
import { may, stageOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { useMove, useRemove } from '@/core/records'
import { designRoute } from '@/core/routes'
import { useLooking, useMayDesign, useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { ReadersDrawer } from '@/features/explain/ReadersDrawer'
import { useMayLog } from '@/features/log/log'
import { GiveBack, PoolClock } from '@/features/pools/GiveBack'
import { PrintDialog } from '@/features/printing/PrintDialog'
import { PushBecame, PushOffers } from '@/features/pushing/PushOffers'
import { useClaim } from '@/features/sharing/claiming'
import { Holders } from '@/features/sharing/Holders'
import { MergeDrawer } from '@/features/merging/MergeDrawer'
import { useRulesEntry } from '@/features/rules/runs/useRulesEntry'
import { ShareDrawer } from '@/features/sharing/ShareDrawer'
import { useText } from '@/i18n'
import { Asks } from '@/features/sharing/Asks'
import { doneOf, TaskAct, TaskDone, useHandsOn } from '@/features/tasks/TaskAct'
import { Button, Icon, IconButton, Menu, StageName, type MenuEntry } from '@/ui'
import { HandOn } from '@/features/agenda/HandOn'
import { AssignDialog } from './AssignDialog'
import { useCameFrom, type CameFrom } from './cameFrom'
import { Configure } from './Configure'
import { useFollow, useNeighbours } from './record'
import css from './Record.module.css'

type Props = { form: Form; row: Row; onLog: () => void; compact: boolean }

export function Head({ form, row, onLog, compact }: Props) {
  const t = useText('record')
  const f = useFormat()
  const stage = stageOf(form, row.stage)
  const came = useCameFrom(form)
  const s = useText('sharing')
  const [sharing, setSharing] = useState(false)
  const { claim, busy } = useClaim(form)
  const looking = useLooking()
  const logs = useMayLog(form, row)
  const phone = usePhone()
  return (
    <header className={[css.head, compact ? css.compact : ''].join(' ')}>
      <div className={css.crumb}>
        <span className={css.way}>
          <Link to={`/f/${form.key}?view=all`}>{f.words(form.label)}</Link>
          {came?.view && (
            <>
              <Icon name="right" size={12} />
              <Link to={`/f/${form.key}${came.search}`}>{f.words(came.view.label)}</Link>
            </>
          )}
        </span>
        <Pager form={form} row={row} came={came} />
      </div>
      <div className={css.titleRow}>
        <h1 className={css.title} title={titleOf(row)}>
          {titleOf(row) || t('untitled')}
        </h1>
        {!looking && <Star form={form} row={row} />}
        {compact && stage && <StageName stage={stage} name={f.words(stage.label)} />}
        <span className={css.holder}>
          <Holders form={form} row={row} onOpen={() => setSharing(true)} />
          {!phone && <PoolClock form={form} row={row} />}
          {!phone && <TaskDone form={form} row={row} />}
        </span>
        <div className={css.acts}>
          {row._may?.includes('claim') && (
            <Button look="accent" icon="pool" className={css.deskOnly} onClick={() => claim(row)} loading={busy}>
              {s('claim.do')}
            </Button>
          )}
          {!phone && <PushOffers form={form} row={row} />}
          <span className={css.deskOnly}>
            <GiveBack form={form} row={row} />
          </span>
          <Button icon="people" className={css.deskOnly} onClick={() => setSharing(true)} data-testid="share">
            {s('button')}
          </Button>
          {logs && (
            <Button
              look={doneOf(form, row) === false ? 'plain' : 'primary'}
              icon="pencil"
              className={css.deskOnly}
              onClick={onLog}
              data-testid="log"
            >
              {t('log')}
            </Button>
          )}
          {!phone && <TaskAct form={form} row={row} />}
          <More form={form} row={row} onShare={() => setSharing(true)} />
          <Configure form={form} />
        </div>
      </div>
      {!compact && <PushBecame form={form} row={row} />}
      {!compact && <Asks form={form} row={row} />}
      {sharing && <ShareDrawer form={form} row={row} onClose={() => setSharing(false)} />}
    </header>
  )
}

function Star({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const follow = useFollow(form.key, row.id)
  const on = row._following === true
  return (
    <IconButton
      icon="star"
      size="small"
      label={on ? t('unfollow') : t('follow')}
      aria-pressed={on}
      className={`${css.star} ${on ? css.starred : ''}`}
      onClick={() => follow.mutate(!on)}
    />
  )
}

/** Previous and next in the list that the person came from, else among all. */
function Pager({ form, row, came }: { form: Form; row: Row; came: CameFrom | null }) {
  const t = useText('record')
  const navigate = useNavigate()
  const { state } = useLocation()
  const query = { filter: came?.filter ? JSON.stringify(came.filter) : '', sort: came?.sort.join(',') ?? '' }
  const near = useNeighbours(form.key, row.id, query).data
  if (!near || (near.previous === null && near.next === null)) return null
  const go = (id: number | null) => id !== null && void navigate(`/f/${form.key}/${id}`, { state: state as unknown })
  return (
    <span className={css.pager}>
      {near.position !== null && near.total !== null && (
        <span className="caption">{`${near.position} / ${near.total}`}</span>
      )}
      <IconButton
        icon="up"
        size="small"
        label={t('previous')}
        disabled={near.previous === null}
        onClick={() => go(near.previous)}
      />
      <IconButton
        icon="down"
        size="small"
        label={t('next')}
        disabled={near.next === null}
        onClick={() => go(near.next)}
      />
    </span>
  )
}

function More({ form, row, onShare }: { form: Form; row: Row; onShare: () => void }) {
  const t = useText('record')
  const s = useText('sharing')
  const x = useText('explain')
  const c = useText('common')
  const navigate = useNavigate()
  const remove = useRemove(form.key)
  const move = useMove(form.key)
  const [assigning, setAssigning] = useState(false)
  const [printing, setPrinting] = useState(false)
  const [handing, setHanding] = useState(false)
  const hands = useHandsOn(form, row)
  const m = useText('merging')
  const [merging, setMerging] = useState(false)
  const [readers, setReaders] = useState(false)
  const { admin } = useMe()
  const phone = usePhone()
  const configures = useMayDesign(form.key)
  const rules = useRulesEntry(form.key, row.id)
  const can = (act: string) => row._may?.includes(act) ?? may(form, act)
  const stay = (id: number) => id !== row.id && void navigate(`/f/${form.key}/${id}`, { replace: true })
  const drop = () =>
    remove.mutate(row.id, {
      onSuccess: () => {
        void navigate(`/f/${form.key}`)
        toast({ text: t('deleted', { title: titleOf(row) }), undo: () => move.mutate({ id: row.id, move: 'restore' }) })
      },
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
    })
  const items: MenuEntry[] = [
    {
      key: 'copy',
      label: t('copyLink'),
      icon: 'link',
      onSelect: () =>
        void copyText(window.location.href).then((done) => toast({ text: t(done ? 'linkCopied' : 'failed') })),
    },
    ...(phone ? [{ key: 'share', label: s('title'), icon: 'people' as const, onSelect: onShare }] : []),
    ...(admin ? [{ key: 'readers', label: x('menu'), icon: 'eye' as const, onSelect: () => setReaders(true) }] : []),
    ...(can('print')
      ? [{ key: 'print', label: t('print'), icon: 'print' as const, onSelect: () => setPrinting(true) }]
      : []),
    ...(can('assign') && 'owner' in row
      ? [{ key: 'assign', label: t('assign'), icon: 'assign' as const, onSelect: () => setAssigning(true) }]
      : []),
    ...(hands ? [{ key: 'hand', label: t('handOn'), icon: 'swap' as const, onSelect: () => setHanding(true) }] : []),
    ...(can('change') && can('delete')
      ? [{ key: 'merge', label: m('open'), icon: 'link' as const, onSelect: () => setMerging(true) }]
      : []),
    ...rules,
    ...(phone && configures
      ? [
          {
            key: 'configure',
            label: c('configure'),
            icon: 'pencil' as const,
            onSelect: () => void navigate(designRoute(form.key)),
          },
        ]
      : []),
    ...(can('delete')
      ? [
          { divider: true as const },
          { key: 'delete', label: c('delete'), icon: 'trash' as const, danger: true, onSelect: drop },
        ]
      : []),
  ]
  return (
    <>
      <Menu items={items} placement="bottomRight">
        <IconButton icon="more" label={c('more')} aria-haspopup="menu" />
      </Menu>
      <AssignDialog form={form} row={row} open={assigning} onClose={() => setAssigning(false)} />
      <HandOn form={form.key} id={row.id} open={handing} onClose={() => setHanding(false)} />
      {readers && <ReadersDrawer form={form} row={row} onClose={() => setReaders(false)} />}
      {printing && <PrintDialog form={form} ids={[row.id]} onClose={() => setPrinting(false)} />}
      {merging && <MergeDrawer form={form} ids={[row.id]} onClose={() => setMerging(false)} onMerged={stay} />}
    </>
  )
}
