// Whoever comes to the front door for the first time in this tab is led to the page of their role.
import { useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useMe } from '@/core/session'

const ARRIVED = 'bulou.arrived'

/** Once for each person and tab: afterwards "today" in the navigation is today. */
export function useArrival(): void {
  const { home, person } = useMe()
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    if (sessionStorage.getItem(ARRIVED) === String(person.id)) return
    sessionStorage.setItem(ARRIVED, String(person.id))
    if (home && home !== '/' && pathname === '/' && !search) void navigate(home, { replace: true })
  }, [home, person.id, pathname, search, navigate])
}
