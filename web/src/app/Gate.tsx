// Nobody signed in → the sign-in page, which brings them back to where they wanted to go.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { useLocale } from '@/core/preferences'
import { isProblem } from '@/core/problem'
import { LOOKING_OVER } from '@/core/query'
import { useSession } from '@/core/session'
import { ErrorState, ProgressLine } from '@/ui'
import { LookingOver } from './LookingOver'

export function Gate() {
  const { data, isPending, isLoadingError, error, refetch } = useSession()
  const location = useLocation()
  useWordsAnew()
  if (isPending) return <ProgressLine active />
  if (isProblem(error) && error.code === LOOKING_OVER) return <LookingOver problem={error} />
  // Asked anew in vain (a dead network, a server that starts) it is as it was: nobody loses what they are at.
  if (isLoadingError) return <ErrorState error={error} retry={() => void refetch()} />
  if (data === null) return <Navigate to="/signin" replace state={{ from: location.pathname + location.search }} />
  return <Outlet />
}

/** Sentences that come from the server are asked for again when the language changes: by choice, or because the
 * account's is another than the browser's, which is known only after the first answers. */
function useWordsAnew() {
  const client = useQueryClient()
  const locale = useLocale()
  const asked = useRef(locale)
  useEffect(() => {
    if (asked.current === locale) return
    asked.current = locale
    void client.invalidateQueries()
  }, [client, locale])
}
