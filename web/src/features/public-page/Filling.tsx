// A public form being filled in: all of it on a desk, one group a screen on phones.
import { useEffect, useRef } from 'react'
import { useMedia } from '@/core/media'
import { CodeBox } from './CodeBox'
import { Control } from './Control'
import { useFilling, type FillingState } from './filling'
import type { Group, PublicPage } from './model'
import css from './PublicPage.module.css'
import type { Thanks } from './talk'
import { useWords } from './words'

type Props = { page: PublicPage; onThanks: (thanks: Thanks) => void; preview?: boolean }

export function Filling({ page, onThanks, preview = false }: Props) {
  const { t, words } = useWords()
  const state = useFilling(page, preview, onThanks)
  const narrow = useMedia('(max-width: 767px)')
  const stepped = narrow && !preview && state.groups.length > 1
  const last = !stepped || state.step === state.groups.length - 1
  const shown = stepped ? state.groups.slice(state.step, state.step + 1) : state.groups
  const form = useFocusOn(state)
  const go = () => {
    if (last) return void state.submit()
    if (state.check(shown[0]!.fields)) state.setStep(state.step + 1)
  }
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        go()
      }}
    >
      {(!stepped || state.step === 0) && words(page.intro) && <p className={css.intro}>{words(page.intro)}</p>}
      <Progress state={state} stepped={stepped} />
      {shown.map((group, i) => (
        <GroupOf key={stepped ? state.step : i} group={group} state={state} page={page} />
      ))}
      <Trap state={state} />
      <Notes state={state} />
      {state.refusal && (
        <p role="alert" className={css.refusal}>
          <b>{t('notSent')}</b> {state.refusal}
        </p>
      )}
      <div className={css.buttons}>
        {stepped && state.step > 0 && (
          <button type="button" className={css.back} onClick={() => state.setStep(state.step - 1)}>
            {t('back')}
          </button>
        )}
        <button type="submit" className={css.send} disabled={state.busy} aria-busy={state.busy}>
          {state.busy ? t('sending') : t(last ? 'send' : 'next')}
        </button>
      </div>
      <p className={css.small}>
        {words(page.privacy) || t('privacy', { name: page.workspace || t('host') })} {t('kept')}{' '}
        {state.begun && (
          <button type="button" className="link-button" onClick={state.clear}>
            {t('clear')}
          </button>
        )}
      </p>
    </form>
  )
}

function Progress({ state, stepped }: { state: FillingState; stepped: boolean }) {
  const { t } = useWords()
  const of = state.groups.length
  const share = stepped ? (state.step + 1) / of : state.progress
  return (
    <div className={css.progress}>
      <div
        role="progressbar"
        aria-label={t('progress')}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className={css.line}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
      {stepped && <span className={css.hint}>{t('step', { at: state.step + 1, of })}</span>}
    </div>
  )
}

function GroupOf({ group, state, page }: { group: Group; state: FillingState; page: PublicPage }) {
  const { words } = useWords()
  const title = words(group.title)
  return (
    <section className={css.group}>
      {title && <h2>{title}</h2>}
      {group.fields.map((field) => (
        <Control
          key={field.key}
          field={field}
          value={state.values[field.key]}
          onChange={(value) => state.put(field.key, value)}
          error={state.errors[field.key] ?? ''}
          slug={page.slug}
          proof={state.proof}
          below={field.key === page.code && <CodeBox state={state.mail} address={state.values[field.key]} />}
        />
      ))}
    </section>
  )
}

/** What rules have to say about what is filled in so far. */
function Notes({ state }: { state: FillingState }) {
  const { words } = useWords()
  return (
    <div role="status">
      {state.notes.map((note, i) => (
        <p key={i} className={css.note}>
          {words(note)}
        </p>
      ))}
    </div>
  )
}

/** People do not see it; robots fill in everything. */
function Trap({ state }: { state: FillingState }) {
  const { t } = useWords()
  return (
    <div className={css.trap} aria-hidden>
      <label>
        {t('trap')}
        <input
          name="website"
          tabIndex={-1}
          autoComplete="off"
          value={state.website}
          onChange={(e) => state.setWebsite(e.target.value)}
        />
      </label>
    </div>
  )
}

/** A refusal takes the focus to the first field that is wrong; a new screen starts at its top. */
function useFocusOn(state: FillingState) {
  const form = useRef<HTMLFormElement>(null)
  const { told, step } = state
  useEffect(() => {
    const wrong = told ? form.current?.querySelector('[data-field] [role=alert]') : null
    wrong?.closest('[data-field]')?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [told])
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) form.current?.scrollIntoView({ block: 'start' })
    before.current = step
  }, [step])
  return form
}
