// A page on which masked values can be looked at: every look is on record and counts against the day's budget.
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import { post } from '@/core/http'
import { isProblem } from '@/core/problem'
import { useLooking } from '@/core/session'
import { toast } from '@/core/toasts'
import type { Id, Value } from '@/core/types'
import { useText } from '@/i18n'
import { Revealing } from './masked'

type Asked = { form: string; id: Id; field: string; mask: string }
type Told = { value: Value; left: number }

const nameOf = ({ form, id, field, mask }: Asked): string => [form, id, field, mask].join(' ')

export function RevealsHere({ children }: { children: ReactNode }) {
  const t = useText('sharing')
  const looking = useLooking()
  const [known, setKnown] = useState<{ [name: string]: { value: Value } }>({})
  const { mutate, isPending } = useMutation({
    mutationFn: ({ form, id, field }: Asked) => post<Told>(`/records/${form}/${id}/reveal`, { field }),
    onSuccess: ({ value, left }, asked) => {
      setKnown((before) => ({ ...before, [nameOf(asked)]: { value } }))
      toast({ text: left > 0 ? t('mask.left', { count: left }) : t('mask.none') })
    },
    onError: (e) => toast({ text: isProblem(e) ? e.message : t('failed') }),
  })
  const reveals = useMemo(
    () => ({
      seen: (form: string, id: Id, field: string, mask: string) => known[nameOf({ form, id, field, mask })],
      look: (form: string, id: Id, field: string, mask: string) => mutate({ form, id, field, mask }),
      busy: isPending,
    }),
    [known, mutate, isPending],
  )
  return <Revealing value={looking ? null : reveals}>{children}</Revealing>
}
