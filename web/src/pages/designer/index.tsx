// The designer of one form, in place of the whole shell; only for those who may configure.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Navigate, useParams } from 'react-router'
import { SignInAgain } from '@/app/SignInAgain'
import { Offline } from '@/app/Offline'
import { useLiveUpdates } from '@/core/events'
import { useMayDesign } from '@/core/session'
import { loadDraft, useDraft, useKinds, useVersion } from '@/features/designer/api'
import { Designer } from '@/features/designer/Designer'
import { ErrorState, ProgressLine } from '@/ui'

export default function DesignerPage() {
  const { form = '' } = useParams()
  const may = useMayDesign(form)
  useLiveUpdates()
  if (!may) return <Navigate to={`/f/${form}`} replace />
  return (
    <>
      <Offline />
      <Loaded key={form} form={form} />
      <SignInAgain />
    </>
  )
}

function Loaded({ form }: { form: string }) {
  const client = useQueryClient()
  const [round, setRound] = useState(0)
  const kinds = useKinds()
  const draft = useDraft(form)
  const inForce = useVersion(form, draft.data?.published ?? 0)
  const renew = useCallback(
    () =>
      loadDraft(form).then((now) => {
        client.setQueryData(['design', form, 'draft'], now)
        setRound((n) => n + 1)
      }),
    [client, form],
  )
  const failed = [kinds, draft, inForce].find((q) => q.isError && q.data === undefined)
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  if (!kinds.data || !draft.data || inForce.data === undefined || inForce.isPlaceholderData)
    return <ProgressLine active />
  return <Designer key={round} draft={draft.data} inForce={inForce.data} kinds={kinds.data} onRenew={renew} />
}
