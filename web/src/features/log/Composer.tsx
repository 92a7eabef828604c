// Two taps to log: what happened, which kind, when next, with files pasted or dropped. The draft survives a closed tab.
import { useState } from 'react'
import { useDraft } from '@/core/drafts'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { AttachBox, AttachedChips, Paperclip } from '@/features/attach/Attach'
import { useAttachments } from '@/features/attach/attachments'
import { useText } from '@/i18n'
import { Button, FieldError, Icon, isIconName, shortcut, TextArea } from '@/ui'
import css from './Composer.module.css'
import { useActivityForm, useLog, type About } from './log'
import { NextDate } from './NextDate'
import { Standing } from './Standing'
import { endings, isTicked, stepKey, useStanding, type Step, type Ticks } from './standing'
import { StepInput } from './StepInput'

/** `step` and `ticks` are missing in drafts kept by an older version. */
type Draft = { kind: string | null; content: string; next: string | null; step?: string; ticks?: Ticks }
const EMPTY: Draft = { kind: null, content: '', next: null }

/** `done`: opened to say that what stands first is done. */
type Props = { about: About; onLogged?: () => void; autoFocus?: boolean; kind?: string | null; done?: boolean }

export function Composer({ about, onLogged, autoFocus, kind: startKind = null, done = false }: Props) {
  const t = useText('record')
  const f = useFormat()
  const { kinds } = useActivityForm()
  const key = `log.${about.form}.${about.id}`
  const [draft, setDraft, drop] = useDraft<Draft>(key, EMPTY)
  const attachments = useAttachments(key)
  const { files } = attachments
  const [open, setOpen] = useState(Boolean(autoFocus))
  const log = useLog()
  const steps = useStanding(about)
  const ticked = (s: Step) => isTicked(s, draft.ticks ?? {}, f.today(), done && s === steps[0])
  const chosen = draft.kind ?? startKind ?? kinds[0]?.key ?? null
  const written = draft.content.trim()
  const ready = (written !== '' || files.length > 0) && attachments.busy.length === 0
  const opened = open || draft.content !== '' || files.length > 0
  const send = () => {
    if (!ready || log.isPending) return
    const entry = {
      about,
      kind: chosen,
      content: written || t('filesOnly', { names: files.map((file) => file.name).join(t('and')) }),
      ...(draft.next ? { next_step: draft.step?.trim() || null } : {}),
      ...endings(steps, ticked, draft.next, f.today()),
      files: files.map((file) => file.id),
    }
    log.mutate(entry, {
      onSuccess: () => {
        drop()
        attachments.drop(entry.files)
        setOpen(false)
        toast({ text: t('logged', { title: about.title ?? '' }) })
        onLogged?.()
      },
    })
  }
  return (
    <AttachBox
      attachments={attachments}
      className={[css.box, opened ? css.open : ''].join(' ')}
      onFocus={() => setOpen(true)}
    >
      <TextArea
        value={draft.content}
        onChange={(content) => setDraft({ ...draft, content })}
        placeholder={t('logPlaceholder')}
        aria-label={t('logPlaceholder')}
        autoFocus={autoFocus}
        rows={[open ? 2 : 1, 10]}
        className={css.text}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
        }}
      />
      <AttachedChips attachments={attachments} />
      {opened && (
        <Standing
          steps={steps}
          ticked={ticked}
          onTick={(s, on) => setDraft({ ...draft, ticks: { ...draft.ticks, [stepKey(s)]: on } })}
          next={draft.next}
        />
      )}
      {opened && (
        <div className={css.bar}>
          <div className={css.chips} role="radiogroup" aria-label={t('logKind')}>
            {kinds.slice(0, 5).map((k) => (
              <button
                key={k.key}
                type="button"
                role="radio"
                aria-checked={k.key === chosen}
                className={css.chip}
                onClick={() => setDraft({ ...draft, kind: k.key })}
              >
                {kindIcon(k.key) && <Icon name={kindIcon(k.key)!} size={12} />}
                {f.words(k.label)}
              </button>
            ))}
          </div>
          <NextDate value={draft.next} onChange={(next) => setDraft({ ...draft, next })} />
          {draft.next && <StepInput value={draft.step ?? ''} onChange={(step) => setDraft({ ...draft, step })} />}
          <span className={css.send}>
            <Paperclip attachments={attachments} />
            <Button
              look="primary"
              size="small"
              onClick={send}
              disabled={!ready}
              loading={log.isPending}
              data-testid="log-send"
            >
              {t('log')} <span className={css.key}>{shortcut('mod+enter')}</span>
            </Button>
          </span>
        </div>
      )}
      {log.error && <FieldError>{isProblem(log.error) ? log.error.message : t('logFailed')}</FieldError>}
    </AttachBox>
  )
}

const ALIKE: { [kind: string]: string } = {
  call: 'phone',
  visit: 'place',
  email: 'mail',
  meeting: 'people',
  other: 'follow',
}

/** A drawing for a kind's key, when there is one that fits. */
export function kindIcon(key: string | null | undefined) {
  const name = key ? (ALIKE[key] ?? key) : null
  return isIconName(name) ? name : null
}
