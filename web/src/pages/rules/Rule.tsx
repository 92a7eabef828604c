// The designer of one rule, in place of the whole shell; `new` begins one.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useParams } from 'react-router'
import { Offline } from '@/app/Offline'
import { SignInAgain } from '@/app/SignInAgain'
import { useLiveUpdates } from '@/core/events'
import { useForms } from '@/core/forms'
import { loadRule, useKinds, useRule } from '@/features/rules/designer/api'
import { NewRule } from '@/features/rules/designer/NewRule'
import { RuleDesigner } from '@/features/rules/designer/RuleDesigner'
import { ErrorState, ProgressLine } from '@/ui'

export default function RulePage() {
  const { rule = '' } = useParams()
  useLiveUpdates()
  return (
    <>
      <Offline />
      {rule === 'new' ? <Begun /> : <Loaded key={rule} rule={rule} />}
      <SignInAgain />
    </>
  )
}

function Begun() {
  const kinds = useKinds()
  const forms = useForms()
  const failed = [kinds, forms].find((q) => q.isError && q.data === undefined)
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  return kinds.data && forms.data ? <NewRule kinds={kinds.data} /> : <ProgressLine active />
}

function Loaded({ rule: key }: { rule: string }) {
  const client = useQueryClient()
  const [round, setRound] = useState(0)
  const kinds = useKinds()
  const rule = useRule(key)
  const forms = useForms()
  const renew = useCallback(
    () =>
      loadRule(key).then((now) => {
        client.setQueryData(['rules', 'one', key], now)
        for (const queryKey of [['rules', 'versions', key], ['rules', 'list'], ['leaks']])
          void client.invalidateQueries({ queryKey })
        setRound((n) => n + 1)
      }),
    [client, key],
  )
  const failed = [kinds, rule, forms].find((q) => q.isError && q.data === undefined)
  if (failed) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  if (!kinds.data || !rule.data || !forms.data) return <ProgressLine active />
  return <RuleDesigner key={round} rule={rule.data} kinds={kinds.data} onRenew={renew} />
}
