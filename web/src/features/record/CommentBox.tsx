// A comment with @ and files; what is half written stays a draft.
import { useDraft } from '@/core/drafts'
import { isProblem } from '@/core/problem'
import { usePick } from '@/core/search'
import type { Form, Id, Row } from '@/core/types'
import { AttachBox, AttachedChips, Paperclip } from '@/features/attach/Attach'
import { useAttachments } from '@/features/attach/attachments'
import { useText } from '@/i18n'
import { Button, FieldError, TextArea } from '@/ui'
import { useComment } from './record'
import css from './Record.module.css'

type Mention = { id: Id; title: string }
type Draft = { text: string; mentions: Mention[] }
const EMPTY: Draft = { text: '', mentions: [] }

type Props = { form: Form; row: Row; autoFocus: boolean; onSaved?: (() => void) | undefined }

export function CommentBox({ form, row, autoFocus, onSaved }: Props) {
  const t = useText('record')
  const comment = useComment(form.key, row.id)
  const key = `comment.${form.key}.${row.id}`
  const [{ text, mentions }, setDraft, drop] = useDraft<Draft>(key, EMPTY)
  const attachments = useAttachments(key)
  const { files, busy } = attachments
  const setText = (now: string) => setDraft({ text: now, mentions })
  const asked = /@([^\s@]*)$/.exec(text)?.[1]
  const people = usePick('people', asked ?? '', asked !== undefined)
  const take = (p: Mention) => {
    setDraft({ text: text.replace(/@[^\s@]*$/, `@${p.title} `), mentions: [...mentions, p] })
  }
  const send = () => {
    const sent = files.map((file) => file.id)
    comment.mutate(
      {
        body: text.trim(),
        mentions: mentions.filter((m) => text.includes(`@${m.title}`)).map((m) => m.id),
        files: sent,
      },
      {
        onSuccess: () => {
          drop()
          attachments.drop(sent)
          onSaved?.()
        },
      },
    )
  }
  return (
    <AttachBox attachments={attachments} className={css.box ?? ''}>
      <TextArea
        autoFocus={autoFocus}
        value={text}
        onChange={setText}
        placeholder={t('commentPlaceholder')}
        aria-label={t('commentPlaceholder')}
        rows={[1, 8]}
      />
      {asked !== undefined && (
        <div className={css.mentions} role="listbox" aria-label={t('mention')}>
          {(people.data ?? []).slice(0, 6).map((p) => (
            <button
              key={p.id}
              type="button"
              role="option"
              aria-selected={false}
              className="link-button"
              onClick={() => take({ id: p.id, title: p.title })}
            >
              {p.title}
            </button>
          ))}
        </div>
      )}
      <AttachedChips attachments={attachments} />
      <div className={css.boxBar}>
        <span className="caption">{t('mentionHint')}</span>
        <span className={css.send}>
          <Paperclip attachments={attachments} />
          <Button
            look="primary"
            size="small"
            onClick={send}
            disabled={(!text.trim() && files.length === 0) || busy.length > 0}
            loading={comment.isPending}
          >
            {text.trim() || files.length === 0 ? t('comment') : t('attachOnly')}
          </Button>
        </span>
      </div>
      {isProblem(comment.error) && <FieldError>{comment.error.message}</FieldError>}
    </AttachBox>
  )
}
