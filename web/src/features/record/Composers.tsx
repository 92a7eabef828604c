// Above the timeline: log a follow-up, plan a task, or comment with @.
import { useEffect, useState } from 'react'
import { useDraft } from '@/core/drafts'
import { titleOf } from '@/core/titles'
import { may, slot, useForms } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useCreate } from '@/core/records'
import { useLooking, useMe } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Form, Row } from '@/core/types'
import { Composer } from '@/features/log/Composer'
import { useMayLog } from '@/features/log/log'
import { NextDate } from '@/features/log/NextDate'
import { useText } from '@/i18n'
import { Button, FieldError, Icon, TextArea, type IconName } from '@/ui'
import { CommentBox } from './CommentBox'
import css from './Record.module.css'

type Tab = 'log' | 'task' | 'comment'
const ICONS: Record<Tab, IconName> = { log: 'follow', task: 'task', comment: 'at' }

/** `focus` counts how often logging was asked for, `done` whether it was to say that the next step is done. */
type Props = { form: Form; row: Row; focus: number; done: boolean; onSaved?: () => void }

export function Composers({ form, row, focus, done, onSaved }: Props) {
  const t = useText('record')
  const forms = useForms().data?.items ?? []
  const looking = useLooking()
  const task = forms.find((f) => f.traits?.task && may(f, 'create'))
  const logs = useMayLog(form, row)
  const tabs: Tab[] = [
    ...(logs ? (['log'] as const) : []),
    ...(task && task.key !== form.key ? (['task'] as const) : []),
    'comment',
  ]
  const [tab, setTab] = useState<Tab>(tabs[0]!)
  const [picked, setPicked] = useState(false)
  useEffect(() => {
    if (focus > 0 && logs) setTab('log')
  }, [focus, logs])
  const pick = (k: Tab) => {
    setTab(k)
    setPicked(true)
  }
  if (looking) return null
  return (
    <div className={css.composers} id="composer">
      <div className={css.tabs} role="tablist">
        {tabs.map((k) => (
          <button
            key={k}
            type="button"
            role="tab"
            aria-selected={tab === k}
            className={css.tab}
            onClick={() => pick(k)}
          >
            <Icon name={ICONS[k]} size={14} /> {t(`tab.${k}`)}
          </button>
        ))}
      </div>
      {tab === 'log' && (
        <Composer
          key={focus}
          about={{ form: form.key, id: row.id, title: titleOf(row) }}
          autoFocus={focus > 0 || picked}
          done={done}
          {...(onSaved ? { onLogged: onSaved } : {})}
        />
      )}
      {tab === 'task' && task && <TaskBox task={task} form={form} row={row} autoFocus={picked} onSaved={onSaved} />}
      {tab === 'comment' && <CommentBox form={form} row={row} autoFocus={picked} onSaved={onSaved} />}
    </div>
  )
}

type TaskDraft = { text: string; due: string | null }
const NO_TASK: TaskDraft = { text: '', due: null }

type BoxProps = { form: Form; row: Row; autoFocus: boolean; onSaved: (() => void) | undefined }

function TaskBox({ task, form, row, autoFocus, onSaved }: BoxProps & { task: Form }) {
  const t = useText('record')
  const me = useMe()
  const create = useCreate(task.key)
  const [draft, setDraft, drop] = useDraft<TaskDraft>(`task.${form.key}.${row.id}`, NO_TASK)
  const { text, due } = draft
  const save = () => {
    const key = (name: string) => slot(task, 'task', name)
    const values: { [key: string]: unknown } = { [task.title]: text.trim() }
    if (key('about')) values[key('about')!] = { form: form.key, id: row.id }
    if (key('due_at')) values[key('due_at')!] = due
    if (key('assignee')) values[key('assignee')!] = me.person.id
    create.mutate(
      { values },
      {
        onSuccess: () => {
          drop()
          toast({ text: t('taskPlanned') })
          onSaved?.()
        },
      },
    )
  }
  return (
    <div className={css.box}>
      <TextArea
        autoFocus={autoFocus}
        value={text}
        onChange={(now) => setDraft({ ...draft, text: now })}
        placeholder={t('taskPlaceholder')}
        aria-label={t('taskPlaceholder')}
        rows={[1, 4]}
      />
      <div className={css.boxBar}>
        <NextDate value={due} onChange={(now) => setDraft({ ...draft, due: now })} label={false} />
        <Button look="primary" size="small" onClick={save} disabled={!text.trim()} loading={create.isPending}>
          {t('planTask')}
        </Button>
      </div>
      {isProblem(create.error) && <FieldError>{create.error.errors[0]?.detail ?? create.error.message}</FieldError>}
    </div>
  )
}
