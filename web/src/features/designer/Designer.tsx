// The form designer: head, tabs, the three panes, and at the bottom what will change.
import { useCallback, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useKey } from '@/core/keys'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { dropDraft, useDiff } from './api'
import { Bar } from './bar/Bar'
import { Clash } from './bar/Clash'
import { DiffBar } from './bar/DiffBar'
import { Overtaken } from './bar/Overtaken'
import { useNewBench } from './bench'
import { BenchProvider, Later } from './sight'
import css from './Designer.module.css'
import { FieldsTab } from './FieldsTab'
import type { Draft, FormDef, KindInfo } from './model/types'
import { DiffDrawer } from './publish/DiffDrawer'
import { VersionsDrawer } from './publish/VersionsDrawer'
import { PushesTab } from './pushes/PushesTab'
import { RulesTab } from './rules/RulesTab'
import { SettingsTab } from './settings/SettingsTab'
import { StagesTab } from './stages/StagesTab'

type Props = {
  draft: Draft
  inForce: FormDef | null
  kinds: KindInfo[]
  /** Begins anew with what the server has: after publishing, going back, or dropping the draft. */
  onRenew: () => Promise<void>
}

export function Designer({ draft, inForce, kinds, onRenew }: Props) {
  const t = useText('designer')
  const bench = useNewBench(draft, inForce, kinds)
  const [drawer, setDrawer] = useState<'diff' | 'versions' | null>(null)
  const { keeping, keeper, undo, redo } = bench
  const navigate = useNavigate()
  const toImport = useWaitingFile(draft.form)
  const drafted = keeping.version > 0
  const diff = useDiff(draft.form, `${draft.published}.${keeping.version}.${keeping.at ?? ''}`, drafted)
  const shown = drafted ? diff.data : undefined
  useKey('mod+z', undo, { typingToo: true })
  useKey('mod+shift+z', redo, { typingToo: true })
  useKey('mod+y', redo, { typingToo: true })
  const drop = useCallback(() => {
    const gone = () => (draft.published ? onRenew() : navigate('/settings/forms'))
    keeper.yield({ ...draft, version: 0 })
    void dropDraft(draft.form).then(gone, (e: unknown) => toast({ text: isProblem(e) ? e.message : t('notKept') }))
  }, [draft, keeper, navigate, onRenew, t])
  const openDiff = useCallback(() => {
    void keeper.settle()
    setDrawer('diff')
  }, [keeper])
  const openVersions = useCallback(() => setDrawer('versions'), [])
  const close = useCallback(() => setDrawer(null), [])
  const { isError, error, refetch, isFetching, isPlaceholderData } = diff
  const read = useMemo(
    () => ({ data: shown, isError, error, refetch, isFetching, isPlaceholderData }),
    [shown, isError, error, refetch, isFetching, isPlaceholderData],
  )
  return (
    <BenchProvider value={bench}>
      <div className={css.designer}>
        <Later>
          <Bar onPublish={openDiff} onVersions={openVersions} onDrop={drop} changes={drafted ? undefined : 0} />
          <Overtaken onRenew={onRenew} />
        </Later>
        {bench.tab === 'fields' && <FieldsTab />}
        {bench.tab === 'stages' && <StagesTab />}
        {bench.tab === 'rules' && <RulesTab />}
        {bench.tab === 'pushes' && <PushesTab />}
        {bench.tab === 'settings' && <SettingsTab />}
        <Later>
          <DiffBar diff={shown} onOpen={openDiff} />
        </Later>
      </div>
      <Later>
        <DiffDrawer
          open={drawer === 'diff'}
          onClose={close}
          diff={read}
          onPublished={toImport ?? onRenew}
          onRenew={onRenew}
        />
        <VersionsDrawer open={drawer === 'versions'} onClose={close} onPublished={onRenew} />
        <Clash />
      </Later>
    </BenchProvider>
  )
}

/** A form that was begun with a workbook goes on to the import of its rows once it is published. */
function useWaitingFile(form: string): (() => void) | null {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const file = search.get('file')
  if (!file) return null
  const query = new URLSearchParams({ form, file, name: search.get('name') ?? '' })
  return () => void navigate(`/imports/new?${query.toString()}`)
}
