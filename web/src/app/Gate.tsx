// Nobody signed in → the sign-in page, which brings them back to where they wanted to go.
import { Navigate, Outlet, useLocation } from 'react-router'
import { useSession } from '@/core/session'
import { ErrorState, ProgressLine } from '@/ui'

export function Gate() {
  const { data, isPending, error, refetch } = useSession()
  const location = useLocation()
  if (isPending) return <ProgressLine active />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (data === null) return <Navigate to="/signin" replace state={{ from: location.pathname + location.search }} />
  return <Outlet />
}
