// One public form: its state, its parts, a preview beside them, and saving.
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Input, Switch } from '@/ui'
import { CodePart } from './CodePart'
import { FieldsPart } from './FieldsPart'
import { FixedPart } from './FixedPart'
import { LimitsPart, LookPart } from './LooksParts'
import { OwnerPart } from './OwnerPart'
import { Preview } from './Preview'
import type { PublicForm } from './publicForms'
import css from './PublicForms.module.css'
import { SharePart, Sure } from './SharePart'
import { SourcesPart } from './SourcesPart'
import { TwinsPart } from './TwinsPart'
import { useEditing, type Editing } from './editing'
import { WordsPart } from './WordsPart'

type Props = { form: Form; saved: PublicForm; offered: string[]; mail: boolean }

export function Editor({ form, saved, offered, mail }: Props) {
  const t = useText('publicForms')
  const editing = useEditing(saved)
  return (
    <div className={css.editor}>
      <div className={css.settings}>
        <State editing={editing} />
        <Told editing={editing} />
        <TwinsPart form={form} saved={saved} />
        <SharePart editing={editing} />
        <FieldsPart form={form} editing={editing} offered={offered} />
        <WordsPart editing={editing} />
        <OwnerPart form={form} editing={editing} />
        <SourcesPart form={form} editing={editing} />
        <FixedPart form={form} editing={editing} />
        <LimitsPart editing={editing} />
        <CodePart form={form} editing={editing} mail={mail} />
        <LookPart editing={editing} />
        <p className={css.end}>
          <Sure danger what={t('removeSure')} act={t('remove')} onSure={() => editing.work.remove.mutate(saved)}>
            {t('remove')}
          </Sure>
        </p>
        <SaveBar editing={editing} />
      </div>
      <Preview form={form} editing={editing} />
    </div>
  )
}

function State({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const { saved } = editing
  const { taken, caught } = saved.counts
  return (
    <div className={css.state}>
      <Field label={t('name')} error={editing.errors.find((e) => e.field === 'label')?.detail}>
        {(ids) => <Input {...ids} value={editing.draft.label} onChange={editing.rename} maxLength={100} />}
      </Field>
      <div className={css.line}>
        <Switch checked={saved.enabled} onChange={(enabled) => void editing.keep({ enabled })} aria-label={t('open')} />
        <span>{t('open')}</span>
        <span className="caption">
          {saved.closed ? t(`reasons.${saved.closed}`) : t('opened')} · {t('taken', { count: taken })}
          {caught > 0 && ` · ${t('caught', { count: caught })}`}
        </span>
      </div>
    </div>
  )
}

/** What keeps entries out, and what may. */
function Told({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const { problems, warnings } = editing.saved
  return (
    <>
      {problems.length > 0 && (
        <div role="alert" className={css.wrong}>
          <b>{t('problems')}</b>
          {problems.map((p) => (
            <p key={p.field + p.code}>{p.detail}</p>
          ))}
        </div>
      )}
      {warnings.length > 0 && (
        <div className={css.note}>
          <b>{t('warnings')}</b>
          {warnings.map((p) => (
            <p key={p.detail}>{p.detail}</p>
          ))}
        </div>
      )}
    </>
  )
}

function SaveBar({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  if (!editing.dirty && !editing.refusal) return null
  return (
    <div className={css.save}>
      <span className={editing.refusal ? 'hot' : 't2'} role={editing.refusal ? 'alert' : undefined}>
        {editing.refusal || t('unsaved')}
      </span>
      <Button onClick={editing.discard}>{t('discard')}</Button>
      <Button look="primary" onClick={() => void editing.save()} loading={editing.busy}>
        {t('save')}
      </Button>
    </div>
  )
}
