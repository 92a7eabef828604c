// Who is signed in; signing in and out; what the person may do.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useZone } from './format/zone'
import { del, get, patch, post } from './http'
import { isProblem } from './problem'
import { usePreferences, type Locale } from './preferences'
import { ME, useExpired } from './query'
import type { Me } from './types'

async function loadMe(known: Me | null | undefined): Promise<Me | null> {
  try {
    return await get<Me>('/me')
  } catch (e) {
    if (isProblem(e) && e.status === 401) {
      if (known) useExpired.getState().set(true)
      return known ?? null
    }
    throw e
  }
}

/** The signed-in person with menu and rights; `data === null` means nobody is signed in. */
export function useSession() {
  const client = useQueryClient()
  const session = useQuery({ queryKey: ME, queryFn: () => loadMe(client.getQueryData<Me>(ME)), staleTime: 60_000 })
  const zone = session.data?.workspace.zone
  useEffect(() => {
    if (zone) useZone.getState().setZone(zone)
  }, [zone])
  const locale = session.data?.locale
  useEffect(() => {
    const mine = usePreferences.getState()
    if (!mine.localeChosen && (locale === 'zh-CN' || locale === 'en-US')) mine.set({ locale })
  }, [locale])
  return session
}

/** Inside the shell somebody is signed in. */
export function useMe(): Me {
  const { data } = useSession()
  if (!data) throw new Error('useMe outside a session')
  return data
}

/** Does an administrator look as this person? Then nothing is written. It begins and ends with a page loaded anew. */
export function useLooking(): boolean {
  return Boolean(useQueryClient().getQueryData<Me>(ME)?.looking)
}

/** May the person do this to records of that form? Right names as in role definitions: read, create, change, delete, import, … */
export const useMay = (form: string, action: string): boolean => useMe().rights.forms[form]?.includes(action) ?? false
export const useMayConfigure = (): boolean => useMe().rights.configure

/** May the person change how this form is made? Whoever configures all may, and whoever a role lets configure this one. */
export function useMayDesign(form: string): boolean {
  const { rights } = useMe()
  return rights.configure || (rights.forms[form]?.includes('configure') ?? false)
}

/** Without `wants` one is signed in; else a code is to come, or the second factor must be set up first. */
export type SignedIn = { csrf?: string; wants?: 'code' | 'set_up' }

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (who: { account: string; password: string }) => post<SignedIn>('/session', who),
    onSuccess: (reply) => (reply.wants ? undefined : client.invalidateQueries({ queryKey: ME })),
  })
}

/** The second step: six digits of the app, or a recovery code. */
export function useSignInCode() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => post<SignedIn>('/session/code', { code }),
    onSuccess: () => {
      const { expired, set } = useExpired.getState()
      set(false)
      return client.invalidateQueries(expired ? undefined : { queryKey: ME })
    },
  })
}

/** How one may sign in here. */
export const useWaysIn = () =>
  useQuery({
    queryKey: ['ways in'],
    queryFn: () =>
      get<{ password: 'everybody' | 'administrators'; outside: { label: string } | null }>('/session/ways'),
    staleTime: 600_000,
  })

/** Signing in again over the page one was working on. */
export function useSignInAgain(me: Me) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => post<SignedIn>('/session', { account: me.person.account, password }),
    onSuccess: (reply) => {
      if (reply.wants) return
      useExpired.getState().set(false)
      void client.invalidateQueries()
    },
  })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => del('/session'),
    onSettled: () => {
      useExpired.getState().set(false)
      client.clear()
      client.setQueryData(ME, null)
    },
  })
}

/** Shows the pages in that language now, and remembers it with the account for messages sent to the person. */
export async function chooseLocale(locale: Locale): Promise<void> {
  usePreferences.getState().set({ locale, localeChosen: true })
  await patch('/me', { locale })
}
