// A last look before publishing: what is different, what is wrong, who owns the rule from then on; then published, and switched on.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, Checkbox, Drawer } from '@/ui'
import { publishRule, switchRule } from '../api'
import { useDesign } from '../bench'
import { placeOf } from '../model/places'
import panel from '../panel/Panel.module.css'
import { ChangeList } from '../parts/ChangeList'
import { Said } from '../parts/Said'
import { useRoleNames } from '../words/common'
import { useRuleWords } from '../words/rule'

type Props = { open: boolean; onClose: () => void; onRenew: () => Promise<void> }

export function PublishDrawer({ open, onClose, onRenew }: Props) {
  const t = useText('ruleDesigner')
  const c = useText('common')
  const { rule, definition, keeping, keeper, choose } = useDesign()
  const words = useRuleWords()
  const off = rule.state !== 'on'
  const [turnOn, setTurnOn] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const wrong = keeping.problems
  const publish = async () => {
    setBusy(true)
    setError(null)
    try {
      await keeper.settle()
      if (keeper.now.state !== 'kept') return setError(keeper.now.error)
      const now = await publishRule(rule.key, keeper.now.version)
      const on = off && turnOn && (await switchedOn(rule.key))
      await onRenew()
      toast({ text: t(on ? 'diff.publishedOn' : 'diff.published', { version: String(now.version) }) })
      onClose()
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  const footer = (
    <>
      <Button onClick={onClose}>{c('cancel')}</Button>
      <Button look="primary" loading={busy} disabled={wrong.length > 0} onClick={() => void publish()}>
        {t('publishOf', { version: String(rule.version + 1) })}
      </Button>
    </>
  )
  return (
    <Drawer open={open} onClose={onClose} title={t('diff.title')} footer={footer}>
      <div className={panel.plain}>
        {rule.version === 0 ? (
          <>
            <p className="t2">{t('diff.first')}</p>
            <div className={panel.sentence}>
              <Said>{words()}</Said>
            </div>
          </>
        ) : (
          <ChangeList before={rule.definition} after={definition} none={t('diff.nothing')} />
        )}
        {wrong.length > 0 && (
          <section className={panel.problem} aria-label={t('diff.fix')}>
            <b>{t('diff.fix')}</b>
            <ul>
              {wrong.map((p, i) => (
                <li key={i}>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => {
                      choose(placeOf(p.field).spot || null)
                      onClose()
                    }}
                  >
                    {p.detail}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Owner />
        {off && (
          <Checkbox checked={turnOn} onChange={setTurnOn}>
            {t('diff.turnOn')}
          </Checkbox>
        )}
        {isProblem(error) && (
          <p className={panel.problem} role="alert">
            {error.errors[0]?.detail ?? error.message}
          </p>
        )}
      </div>
    </Drawer>
  )
}

/** Published it is in any case: why it could not be switched on is said, and the page begins anew. */
const switchedOn = (key: string): Promise<boolean> =>
  switchRule(key, true).then(
    () => true,
    (e: unknown) => {
      if (isProblem(e)) toast({ text: e.errors[0]?.detail ?? e.message })
      return false
    },
  )

function Owner() {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const me = useMe()
  const roles = useRoleNames()
  const { definition, trigger } = useDesign()
  const role = definition.runs_as === 'owner' ? null : definition.runs_as.role
  const { name } = me.person
  return (
    <>
      <p className="t2">
        {role ? t('diff.ownerRole', { name, role: f.words(roles.get(role)) || role }) : t('diff.ownerIs', { name })}
      </p>
      {trigger?.timed && definition.trigger.overdue !== 'run' && <p className="caption">{t('diff.overdue')}</p>}
    </>
  )
}
