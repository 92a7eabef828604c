// One rule: its switch, its name and sentence, what is wrong with it, how it fares, what can be done.
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Chip, Drawer, IconButton, Menu, Switch, type MenuEntry } from '@/ui'
import { Rehearse } from '../rehearsal/Rehearse'
import { Fares } from './Fares'
import css from './Rules.module.css'
import { useBringBack, useDrop, useSwitch, type Rule } from './rules'

export function RuleRow({ rule }: { rule: Rule }) {
  const t = useText('rules')
  const f = useFormat()
  const name = f.words(rule.label) || rule.key
  const gone = rule.state === 'deleted'
  const { turn, busy } = useTurn(rule, name)
  return (
    <li className={css.row} data-testid={`rule-${rule.key}`}>
      {!gone && (
        <Switch
          checked={rule.state === 'on'}
          disabled={rule.version === 0 || busy}
          onChange={turn}
          aria-label={t('on', { name })}
        />
      )}
      <div className={css.what}>
        <span className={css.name}>
          {gone ? <b>{name}</b> : <Link to={`/settings/rules/${rule.key}`}>{name}</Link>}
          {rule.version === 0 && <Chip tone="outline">{t('states.draft')}</Chip>}
          {rule.version > 0 && rule.draft && <Chip tone="outline">{t('hasDraft')}</Chip>}
        </span>
        <span className="t2">{rule.sentence || t('unsaid')}</span>
        {rule.state === 'paused' && (
          <span className={css.paused}>
            {t('paused', { why: rule.reason_detail ?? '' })}
            <Button size="small" onClick={() => turn(true)} loading={busy}>
              {t('again')}
            </Button>
          </span>
        )}
        {rule.broken.length > 0 && <Wrong rule={rule} />}
        {gone ? (
          <span className="caption">{t('deletedAt', { at: f.moment(rule.changed_at) })}</span>
        ) : (
          <Fares rule={rule} />
        )}
      </div>
      {gone ? <Back rule={rule} name={name} /> : <More rule={rule} name={name} />}
    </li>
  )
}

/** What does not fit any more, each thing once. */
function Wrong({ rule }: { rule: Rule }) {
  const told = [...new Set(rule.broken.map((each) => each.detail))]
  return (
    <ul className={css.broken}>
      {told.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  )
}

function useTurn(rule: Rule, name: string) {
  const t = useText('rules')
  const turning = useSwitch()
  // Promises, here and below: callbacks of `mutate` are lost where the row has left the page.
  const turn = (on: boolean): void =>
    void turning.mutateAsync({ key: rule.key, on }).then(
      () => toast({ text: t(on ? 'switchedOn' : 'switchedOff', { name }), undo: () => turn(!on) }),
      (e: unknown) => toast({ text: isProblem(e) ? t('cannotOn', { why: whyNot(e.body) }) : t('failedAct') }),
    )
  return { turn, busy: turning.isPending }
}

/** The first thing that is wrong, else what was refused. */
function whyNot(body: { detail?: string; errors?: { detail?: string }[] }): string {
  return body.errors?.[0]?.detail ?? body.detail ?? ''
}

function More({ rule, name }: { rule: Rule; name: string }) {
  const t = useText('rules')
  const navigate = useNavigate()
  const drop = useDrop()
  const back = useBringBack()
  const [rehearsing, setRehearsing] = useState(false)
  const body = rule.definition ?? rule.draft
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failedAct') })
  const bringBack = () => void back.mutateAsync(rule.key).catch(failed)
  const remove = () =>
    void drop.mutateAsync(rule.key).then(() => toast({ text: t('dropped', { name }), undo: bringBack }), failed)
  const items: MenuEntry[] = [
    {
      key: 'open',
      label: t('open'),
      icon: 'pencil',
      onSelect: () => void navigate(`/settings/rules/${rule.key}`),
    },
    ...(body
      ? [{ key: 'rehearse', label: t('rehearse'), icon: 'play' as const, onSelect: () => setRehearsing(true) }]
      : []),
    {
      key: 'runs',
      label: t('hers'),
      icon: 'history',
      onSelect: () => void navigate(`/settings/rules/runs?rule=${rule.key}`),
    },
    { divider: true },
    { key: 'drop', label: t('drop'), icon: 'trash', danger: true, onSelect: remove },
  ]
  return (
    <>
      <Menu items={items} placement="bottomRight">
        <IconButton icon="more" label={t('more', { name })} aria-haspopup="menu" />
      </Menu>
      {rehearsing && body && (
        <Drawer open onClose={() => setRehearsing(false)} title={t('rehearsal.title', { name })} width={720}>
          <Rehearse ruleKey={rule.key} form={rule.form} definition={body} />
        </Drawer>
      )}
    </>
  )
}

function Back({ rule, name }: { rule: Rule; name: string }) {
  const t = useText('rules')
  const back = useBringBack()
  const go = () =>
    void back.mutateAsync(rule.key).then(
      () => toast({ text: t('back', { name }) }),
      (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failedAct') }),
    )
  return (
    <Button size="small" icon="undo" loading={back.isPending} onClick={go}>
      {t('bringBack')}
    </Button>
  )
}
