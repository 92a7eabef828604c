// A rule begins with what it is about and when it starts; everything else is said in the designer.
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { may, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { ruleRoute, rulesRoute } from '@/core/routes'
import { useMayConfigure } from '@/core/session'
import type { Form, Words } from '@/core/types'
import designer from '@/features/designer/bar/Bar.module.css'
import { freeKey } from '@/features/designer/model/keys'
import { catalogues, useText, type Key } from '@/i18n'
import { EmptyState, Field, Icon, IconButton, Select } from '@/ui'
import { triggerIcon } from './actions'
import { makeRule, useRuleKeys } from './api'
import { newDefinition } from './model/making'
import type { Kinds, TriggerKind } from './model/types'
import css from './NewRule.module.css'

const NO_FORM = '-'
const LOCALES = ['zh-CN', 'en-US'] as const
const NAMED = ['created', 'changed', 'entered_stage'] as const

export function NewRule({ kinds }: { kinds: Kinds }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const whole = useMayConfigure()
  const forms = (useForms().data?.items ?? []).filter((form) => whole || may(form, 'configure'))
  const [chosen, setChosen] = useState<string | null>(search.get('form'))
  const key = chosen ?? forms[0]?.key ?? NO_FORM
  const form = forms.find((each) => each.key === key)
  const fitting = kinds.triggers.filter((kind) => kind.form === (key !== NO_FORM) && isFor(kind, form))
  const begin = useBegin(form)
  const options = [
    ...forms.map((each) => ({ value: each.key, label: f.words(each.label) })),
    ...(whole ? [{ value: NO_FORM, label: t('begin.noForm') }] : []),
  ]
  return (
    <div className={css.page}>
      <header className={designer.bar}>
        <IconButton
          icon="left"
          label={t('leave')}
          onClick={() => void navigate(rulesRoute(search.get('form') ?? undefined))}
        />
        <h1 className={designer.title}>{t('begin.title')}</h1>
      </header>
      <main className={css.column}>
        {forms.length === 0 && !whole ? (
          <EmptyState what={t('mayNot')} />
        ) : (
          <>
            <p className="t2">{t('begin.why')}</p>
            <Field label={t('begin.form')}>
              {(ids) => <Select {...ids} searchable value={key} options={options} onChange={setChosen} />}
            </Field>
            <section aria-label={t('begin.when')}>
              <h2>{t('begin.when')}</h2>
              <div className={css.tiles}>
                {fitting.map((kind) => (
                  <Tile key={kind.key} kind={kind} busy={begin.busy} onClick={() => begin.go(kind)} />
                ))}
              </div>
            </section>
            {begin.failed && (
              <p className={css.failed} role="alert">
                {begin.failed}
              </p>
            )}
          </>
        )}
      </main>
    </div>
  )
}

/** Stages only where a form has some. */
const isFor = (kind: TriggerKind, form: Form | undefined): boolean =>
  !['entered_stage', 'left_stage'].includes(kind.key) || (form?.pipelines?.length ?? 0) > 0

function Tile({ kind, busy, onClick }: { kind: TriggerKind; busy: boolean; onClick: () => void }) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const known = kind.key in catalogues['zh-CN'].ruleDesigner.begin.about
  return (
    <button type="button" className={css.tile} disabled={busy} onClick={onClick}>
      <Icon name={triggerIcon(kind.key)} />
      <span>
        <b>{f.words(kind.label)}</b>
        {known && <span className="caption">{t(`begin.about.${kind.key}` as Key<'ruleDesigner'>)}</span>}
      </span>
    </button>
  )
}

/** Makes the rule with a draft of its own, and goes to its designer. */
function useBegin(form: Form | undefined) {
  const navigate = useNavigate()
  const keys = useRuleKeys()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const make = async (kind: TriggerKind) => {
    const taken = keys.data ?? []
    const base = `${form?.key ?? 'rule'}_${kind.key}`.slice(0, 34)
    const label = nameOf(kind, form)
    const definition = newDefinition(kind.key, form)
    // Rules of forms that somebody may not configure have keys, too: the next one is tried.
    for (let tries = 0; ; tries += 1) {
      const key = freeKey(tries === 0 ? base : `${base}_${Date.now().toString(36).slice(-4)}`, taken)
      try {
        await makeRule({ key, label, form: form?.key ?? null, definition })
        return key
      } catch (e) {
        if (tries > 2 || !isProblem(e) || e.code !== 'rules.key_taken') throw e
      }
    }
  }
  const go = (kind: TriggerKind) => {
    setBusy(true)
    setFailed(null)
    void make(kind)
      .then((key) => navigate(ruleRoute(key), { replace: true }))
      .catch((e: unknown) => setFailed(isProblem(e) ? (e.errors[0]?.detail ?? e.message) : String(e)))
      .finally(() => setBusy(false))
  }
  return { go, busy, failed }
}

/** A name to begin with, in every language. */
function nameOf(kind: TriggerKind, form: Form | undefined): Words {
  const which = NAMED.find((x) => x === kind.key) ?? (form ? 'other' : 'bare')
  return Object.fromEntries(
    LOCALES.map((locale) => [
      locale,
      catalogues[locale].ruleDesigner.begin.named[which].replace('{{form}}', form?.label[locale] ?? form?.key ?? ''),
    ]),
  )
}
