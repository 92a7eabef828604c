// The record on a phone: title, stages as segments, figures, tabs, and a bar to call or log.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { fieldOf, slot } from '@/core/forms'
import { isRef } from '@/core/search'
import { useLooking } from '@/core/session'
import type { Form, Row } from '@/core/types'
import { useMayLog } from '@/features/log/log'
import { useClaim } from '@/features/sharing/claiming'
import { GiveBack, PoolClock } from '@/features/pools/GiveBack'
import { PushOffers } from '@/features/pushing/PushOffers'
import { Holders } from '@/features/sharing/Holders'
import { ShareDrawer } from '@/features/sharing/ShareDrawer'
import { doneOf, TaskAct, TaskDone } from '@/features/tasks/TaskAct'
import { useText } from '@/i18n'
import { FieldCell, useShown } from '@/kinds'
import { Button, IconButton, Segmented, Sheet } from '@/ui'
import { Composers } from './Composers'
import { Fields } from './Fields'
import { Figures } from './Figures'
import { Head } from './Head'
import css from './Phone.module.css'
import { RelatedLists } from './RelatedLists'
import { StageBar } from './StageBar'
import { Timeline } from './Timeline'

type Tab = 'timeline' | 'fields' | 'related'

export function PhoneRecord({ form, row }: { form: Form; row: Row }) {
  const t = useText('record')
  const navigate = useNavigate()
  const [tab, setTab] = useState<Tab>('timeline')
  const [seen, setSeen] = useState(false) // fields that were opened stay, with what is being edited there
  const [logging, setLogging] = useState(false)
  const [done, setDone] = useState(false)
  const [sharing, setSharing] = useState(false)
  const logs = useMayLog(form, row)
  const log = (ticked = false) => {
    setDone(ticked)
    setLogging(true)
  }
  return (
    <div className={css.page}>
      <div className={css.scroll}>
        <div className={css.upper}>
          <div className={css.bar}>
            <IconButton icon="left" size="large" label={t('back')} onClick={() => void navigate(-1)} />
          </div>
          <Head form={form} row={row} onLog={() => log()} compact={false} />
          <Belongs form={form} row={row} onShare={() => setSharing(true)} />
          <div className={css.offers}>
            <PushOffers form={form} row={row} />
            <GiveBack form={form} row={row} />
          </div>
          {Boolean(form.pipelines?.length) && <StageBar form={form} row={row} />}
        </div>
        <Figures form={form} row={row} onLog={log} />
        <div className={css.tabs}>
          <Segmented
            block
            value={tab}
            onChange={(next) => {
              setTab(next)
              if (next === 'fields') setSeen(true)
            }}
            aria-label={t('parts')}
            options={[
              { value: 'timeline', label: t('timeline') },
              { value: 'fields', label: t('fields') },
              { value: 'related', label: t('related') },
            ]}
          />
        </div>
        <div className={css.part}>
          {tab === 'timeline' && <Timeline form={form} row={row} />}
          {seen && (
            <div hidden={tab !== 'fields'}>
              <Fields form={form} row={row} />
            </div>
          )}
          {tab === 'related' && <RelatedLists form={form} row={row} none={t('noneRelated')} />}
        </div>
      </div>
      <BottomBar form={form} row={row} onLog={() => log()} />
      {sharing && <ShareDrawer form={form} row={row} onClose={() => setSharing(false)} />}
      <Sheet open={logging} onClose={() => setLogging(false)} title={t(logs ? 'log' : 'planOrComment')}>
        <Composers form={form} row={row} focus={logs ? 1 : 0} done={done} onSaved={() => setLogging(false)} />
      </Sheet>
    </div>
  )
}

function Belongs({ form, row, onShare }: { form: Form; row: Row; onShare: () => void }) {
  const key = ([] as string[]).concat(form.subtitle ?? []).find((k) => {
    const value = row[k]
    return isRef(value) && Boolean(value.title)
  })
  const field = key === undefined ? undefined : fieldOf(form, key)
  return (
    <div className={css.belongs}>
      {field && (
        <span className="ellipsis">
          <FieldCell form={form} row={row} field={field} value={row[field.key]} />
        </span>
      )}
      <span className={css.owner}>
        <Holders form={form} row={row} onOpen={onShare} />
      </span>
      <PoolClock form={form} row={row} />
      <TaskDone form={form} row={row} />
    </div>
  )
}

function BottomBar({ form, row, onLog }: { form: Form; row: Row; onLog: () => void }) {
  const t = useText('record')
  const keys = ([] as string[]).concat((form.traits?.party?.phones as never) ?? [])
  const key = keys[0] ?? form.fields.find((x) => x.kind === 'phone')?.key ?? slot(form, 'party', 'phones')
  const shown = useShown(form, row, key ?? '', row[key ?? ''])
  const phone = typeof shown === 'string' && shown ? shown : null
  const s = useText('sharing')
  const { claim, busy } = useClaim(form)
  const logs = useMayLog(form, row)
  const looking = useLooking()
  const claims = row._may?.includes('claim')
  if (!phone && looking) return null
  return (
    <div className={css.bottom} data-bottom-bar>
      {phone && (
        <IconButton
          icon="phone"
          size="large"
          label={t('call', { phone })}
          href={`tel:${phone}`}
          className={css.round}
        />
      )}
      {claims && (
        <Button look="accent" size="large" icon="pool" onClick={() => claim(row)} loading={busy}>
          {s('claim.do')}
        </Button>
      )}
      <TaskAct form={form} row={row} phone />
      {!looking && (
        <Button
          look={logs && doneOf(form, row) !== false ? 'primary' : 'plain'}
          size="large"
          icon={logs ? 'pencil' : 'task'}
          block
          onClick={onLog}
          data-testid="log-phone"
        >
          {t(logs ? 'log' : 'planOrComment')}
        </Button>
      )}
    </div>
  )
}
