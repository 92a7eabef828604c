// The real record that texts are previewed on and the rule is tried out on; the newest one to begin with.
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo, useState } from 'react'
import { loadPage } from '@/core/records'
import { titleOf } from '@/core/titles'
import type { Ref } from '@/core/types'

type Sample = { record: Ref | null; setRecord: (record: Ref | null) => void }

const SampleContext = createContext<Sample>({ record: null, setRecord: () => undefined })
export const SampleProvider = SampleContext.Provider
export const useSample = (): Sample => useContext(SampleContext)

export function useNewSample(form: string | null): Sample {
  const [chosen, setRecord] = useState<Ref | null>(null)
  const newest = useQuery({
    queryKey: ['rules', 'sample', form],
    queryFn: async ({ signal }): Promise<Ref | null> => {
      const page = await loadPage(form!, { sort: ['-id'], limit: 1, count: 'none' }, null, signal)
      const row = page.items[0]
      return row ? { id: row.id, title: titleOf(row) } : null
    },
    enabled: form !== null,
    staleTime: 60_000,
    retry: false,
  })
  const record = chosen ?? newest.data ?? null
  return useMemo(() => ({ record, setRecord }), [record])
}
