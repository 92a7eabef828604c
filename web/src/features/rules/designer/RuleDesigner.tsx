// The designer of one rule: head, canvas, and beside it the settings; on a phone these come as a sheet from below.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { useKey } from '@/core/keys'
import { usePhone } from '@/core/media'
import { isProblem } from '@/core/problem'
import { ruleRoute, rulesRoute } from '@/core/routes'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Icon, Modal } from '@/ui'
import { bringBackRule, deleteRule, dropRule, switchRule } from './api'
import barCss from './bar/Bar.module.css'
import { Bar } from './bar/Bar'
import { Clash } from './bar/Clash'
import { Problems } from './bar/Problems'
import { PublishDrawer } from './bar/PublishDrawer'
import { DesignProvider, useDesign, useNewDesign } from './bench'
import { Canvas } from './canvas/Canvas'
import type { Kinds, Rule } from './model/types'
import { Panel } from './panel/Panel'
import { PhonePanel } from './panel/PhonePanel'
import { useChanges } from './parts/ChangeList'
import css from './RuleDesigner.module.css'
import { SampleProvider, useNewSample } from './sample'

type Props = {
  rule: Rule
  kinds: Kinds
  /** Begins anew with what the server has: after publishing, going back, or dropping the draft. */
  onRenew: () => Promise<void>
}

export function RuleDesigner({ rule, kinds, onRenew }: Props) {
  const design = useNewDesign(rule, kinds)
  const sample = useNewSample(rule.form)
  return (
    <DesignProvider value={design}>
      <SampleProvider value={sample}>
        <Whole onRenew={onRenew} design={design} />
      </SampleProvider>
    </DesignProvider>
  )
}

type WholeProps = Pick<Props, 'onRenew'> & { design: ReturnType<typeof useNewDesign> }

function Whole({ onRenew, design }: WholeProps) {
  const { rule, definition, body, undo, redo, keeping } = design
  const phone = usePhone()
  const [open, setOpen] = useState<'publish' | 'delete' | null>(null)
  const acts = useActs(design, onRenew)
  const told = useChanges(rule.definition, definition).length
  // A draft that reads the same may still be there, and a name is no part of a version.
  const renamed = JSON.stringify(body.label) !== JSON.stringify(rule.label)
  const changes = told + (renamed ? 1 : 0) || (keeping.at !== null && rule.version > 0 ? 1 : 0)
  useKey('mod+z', undo)
  useKey('mod+shift+z', redo)
  useKey('mod+y', redo)
  return (
    <div className={css.designer}>
      <Bar
        changes={changes}
        onPublish={() => setOpen('publish')}
        onDrop={acts.drop}
        onDelete={() => setOpen('delete')}
        onSwitch={acts.turn}
      />
      {rule.state === 'paused' && <Paused onResume={() => acts.turn(true)} />}
      <div className={css.panes}>
        <div className={css.middle}>
          <Problems />
          <Canvas />
        </div>
        {phone ? <PhonePanel onRenew={onRenew} /> : <Panel onRenew={onRenew} />}
      </div>
      <PublishDrawer open={open === 'publish'} onClose={() => setOpen(null)} onRenew={onRenew} />
      {open === 'delete' && <Delete onClose={() => setOpen(null)} onDelete={acts.remove} />}
      <Clash />
    </div>
  )
}

/** What the head does with the rule as a whole. */
function useActs(design: WholeProps['design'], onRenew: () => Promise<void>) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { rule, keeper, forget } = design
  const name = f.words(rule.label)
  const busy = useRef(false)
  const failed = (e: unknown) => toast({ text: isProblem(e) ? (e.errors[0]?.detail ?? e.message) : t('notKept') })
  const turn = async (on: boolean) => {
    await keeper.settle()
    await switchRule(rule.key, on)
    await onRenew()
    toast({ text: t(on ? 'turnedOn' : 'turnedOff', { name }) })
  }
  const drop = async () => {
    await keeper.settle()
    await dropRule(rule.key)
    forget()
    await onRenew()
    toast({ text: t('dropped') })
  }
  const remove = async () => {
    await keeper.settle()
    await deleteRule(rule.key)
    forget()
    for (const queryKey of [['rules', 'list'], ['leaks']]) void client.invalidateQueries({ queryKey })
    const back = () => void bringBackRule(rule.key).then(() => navigate(ruleRoute(rule.key)), failed)
    toast({ text: t('deleted', { name }), undo: back })
    void navigate(rulesRoute(rule.form ?? undefined))
  }
  /** One at a time: a second click while the first is at work does nothing. */
  const once = (act: () => Promise<void>) => {
    if (busy.current) return
    busy.current = true
    void act()
      .catch(failed)
      .finally(() => {
        busy.current = false
      })
  }
  return {
    turn: (on: boolean) => once(() => turn(on)),
    drop: () => once(drop),
    remove: () => once(remove),
  }
}

function Paused({ onResume }: { onResume: () => void }) {
  const t = useText('ruleDesigner')
  const { rule } = useDesign()
  const why = rule.reason?.detail ?? rule.reason?.code ?? ''
  return (
    <div className={barCss.paused} role="alert">
      <Icon name="warn" size={14} />
      <span>{t('pausedWhy', { why })}</span>
      <Button size="small" onClick={onResume}>
        {t('resume')}
      </Button>
    </div>
  )
}

function Delete({ onClose, onDelete }: { onClose: () => void; onDelete: () => void }) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const f = useFormat()
  const { rule } = useDesign()
  return (
    <Modal
      open
      onClose={onClose}
      title={t('deleteAsk', { name: f.words(rule.label) })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="danger" onClick={onDelete}>
            {t('deleteRule')}
          </Button>
        </>
      }
    >
      <p className="t2">{t('deleteWhy')}</p>
    </Modal>
  )
}
