// A group: why its records may be the same, what each says, and what is to become of them.
import { useState } from 'react'
import { isProblem } from '@/core/problem'
import { useFormat } from '@/core/format'
import { MOST_MERGED } from '@/core/merging'
import { useLooking } from '@/core/session'
import { titleOf } from '@/core/titles'
import { toast } from '@/core/toasts'
import type { Form, Id } from '@/core/types'
import { MergeDrawer } from '@/features/merging/MergeDrawer'
import { useText } from '@/i18n'
import { Button, Chip } from '@/ui'
import css from './Duplicates.module.css'
import { useRefreshGroups, useSayApart, type Group, type Reason } from './duplicates'
import { SideBySide } from './SideBySide'

type Props = { form: Form; group: Group; may: boolean }

export function OneGroup({ form, group, may }: Props) {
  const t = useText('duplicates')
  const looking = useLooking()
  const [left, setLeft] = useState<ReadonlySet<Id>>(new Set())
  const [merging, setMerging] = useState(false)
  const say = useSayApart(form.key)
  const refresh = useRefreshGroups(form.key)
  const ids = group.records.map((row) => row.id).filter((id) => !left.has(id))
  const toggle = (id: Id) => setLeft(new Set(left.has(id) ? [...left].filter((x) => x !== id) : [...left, id]))
  const failed = (e: unknown) => toast({ text: isProblem(e) ? e.message : t('failed') })
  const apart = () => {
    // Promises: the group has left the page by then, and callbacks of `mutate` with it.
    const undo = () => void say.mutateAsync({ ids, apart: false }).catch(failed)
    void say
      .mutateAsync({ ids, apart: true })
      .then(() => toast({ text: t('apartSaid', { count: ids.length }), undo }), failed)
  }
  return (
    <li className={css.group} aria-label={group.records.map(titleOf).join(t('comma'))}>
      <div className={css.head}>
        {group.reasons.map((reason) => (
          <Why key={`${reason.kind}:${reason.key}`} reason={reason} />
        ))}
        <span className={css.space} />
        {!looking && (
          <span className={css.acts}>
            <Button look="text" disabled={ids.length < 2} loading={say.isPending} onClick={apart}>
              {t('notTheSame')}
            </Button>
            {may && (
              <Button
                look="accent"
                icon="link"
                disabled={ids.length < 2 || ids.length > MOST_MERGED}
                onClick={() => setMerging(true)}
              >
                {t('merge', { count: ids.length })}
              </Button>
            )}
          </span>
        )}
      </div>
      <SideBySide form={form} group={group} left={left} onToggle={group.records.length > 2 ? toggle : undefined} />
      {merging && (
        <MergeDrawer form={form} ids={ids} onClose={() => setMerging(false)} onMerged={() => void refresh()} />
      )}
    </li>
  )
}

/** 电话相同, 名称相近 92%: the certain in ink, the likely with how likely. */
function Why({ reason }: { reason: Reason }) {
  const t = useText('duplicates')
  const f = useFormat()
  const key = f.words(reason.label)
  if (reason.kind === 'near') return <Chip tone="outline">{t('near', { key, score: f.percent(reason.score) })}</Chip>
  return <Chip tone="accent">{t(reason.kind === 'core' ? 'core' : 'same', { key })}</Chip>
}
