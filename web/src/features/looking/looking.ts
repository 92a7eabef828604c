// Looking as somebody else, read only: the whole page begins anew as that person, and again as oneself.
import { useMutation } from '@tanstack/react-query'
import { del, post } from '@/core/http'
import type { Id } from '@/core/types'

/** Nothing that was read as one person is shown to the other: the page is loaded afresh. */
const anew = (address: string) => window.location.assign(address)

export const useBeginLooking = () =>
  useMutation({
    mutationFn: (person: Id) => post('/me/looking', { person }),
    onSuccess: () => anew('/'),
  })

export const useEndLooking = () =>
  useMutation({
    mutationFn: () => del('/me/looking'),
    onSuccess: () => anew('/'),
  })
