// Creating a record: what is needed first, the rest folded, a draft kept, refusals at their field.
import { lazy, Suspense, useDeferredValue, useState } from 'react'
import { foretells } from '@/core/formula/foretells'
import { useFormat } from '@/core/format'
import { useKey } from '@/core/keys'
import type { Form, Row, Value } from '@/core/types'
import { isArranged } from '@/features/layout'
import { useText } from '@/i18n'
import { AtHand } from '@/kinds'
import { Button, Drawer } from '@/ui'
import { ArrangedFields } from './ArrangedFields'
import { isWide } from './columns'
import { RuleNotes } from './RuleNotes'
import { RecordFields } from './RecordFields'
import css from './record-form.module.css'
import { TwinNotes } from './TwinNotes'
import { useRecordForm } from './recordForm'

const Computed = lazy(() => import('./Computed'))

type Props = {
  form: Form
  open: boolean
  onClose: () => void
  title?: string
  /** Values to begin with, in read shapes; a draft of the same form wins over them only when there are none. */
  start?: { [key: string]: Value }
  onCreated?: (row: Row) => void
}

export function CreateDrawer(props: Props) {
  return props.open ? <OpenDrawer {...props} /> : null
}

function OpenDrawer({ form, open, onClose, title, start, onCreated }: Props) {
  const t = useText('list')
  const c = useText('common')
  const f = useFormat()
  const state = useRecordForm(form, start)
  const later = useDeferredValue(state.values)
  const [all, setAll] = useState(form.elements?.some((element) => element.query) ?? false)
  const submit = async (then: (row: Row) => void) => {
    const row = await state.submit()
    if (row) then(row)
  }
  const finish = (row: Row) => {
    onClose()
    onCreated?.(row)
  }
  useKey('mod+enter', () => void submit(finish), { typingToo: true })
  return (
    <Drawer
      open={open}
      onClose={onClose}
      width={isWide(form) ? 720 : 480}
      title={title ?? t('create', { form: f.words(form.label) })}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button onClick={() => void submit(() => setAll(false))} disabled={state.busy}>
            {t('form.createAnother')}
          </Button>
          <Button look="primary" loading={state.busy} onClick={() => void submit(finish)}>
            {t('form.create')}
          </Button>
        </>
      }
    >
      {state.restored && (
        <p className={css.draft}>
          {t('form.draft')}
          <button type="button" className="link-button" onClick={state.reset}>
            {t('form.discard')}
          </button>
        </p>
      )}
      <form
        key={state.round}
        onSubmit={(e) => {
          e.preventDefault()
          void submit(finish)
        }}
      >
        <AtHand value={state.values}>
          {all && isArranged(form) ? (
            <ArrangedFields form={form} state={state} />
          ) : (
            <RecordFields form={form} fields={all ? state.fields : state.first} state={state} />
          )}
        </AtHand>
        {!all && state.fields.length > state.first.length && (
          <Button look="text" icon="down" onClick={() => setAll(true)}>
            {t('form.more', { count: state.fields.length - state.first.length })}
          </Button>
        )}
        <RuleNotes ruling={state.ruling} />
        <TwinNotes form={form} values={state.values} />
        {foretells(form) && (
          <Suspense>
            <Computed form={form} values={later} />
          </Suspense>
        )}
        {state.refusal && (
          <p role="alert" className="hot">
            {t('form.notSaved')} · {state.refusal}
          </p>
        )}
        <button type="submit" hidden>
          {t('form.create')}
        </button>
      </form>
    </Drawer>
  )
}
