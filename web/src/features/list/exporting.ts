// Exporting what a list shows: small ones download at once, large ones go on in the background.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { waitForJob } from '@/core/batches'
import { apiUrl, newIdempotencyKey, post } from '@/core/http'
import { JOBS } from '@/core/jobs'
import { isProblem } from '@/core/problem'
import { toast } from '@/core/toasts'
import type { Filter } from '@/core/types'
import { useText } from '@/i18n'

export type ExportRequest = {
  form: string
  filter: Filter | null
  search?: string
  columns: string[]
  sort: string[]
  format: 'xlsx' | 'csv'
}

export function useExport() {
  const t = useText('list')
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (what: ExportRequest) => {
      const { job } = await post<{ job: string }>('/exports', what, { idempotencyKey: newIdempotencyKey() })
      void client.invalidateQueries({ queryKey: JOBS })
      const ended = await waitForJob(job, 10_000)
      if (!ended) return toast({ text: t('exporting') })
      if (ended.state === 'done') download(apiUrl(`/exports/${job}/file`))
      else
        toast({
          text: t('exportFailed', { why: ended.error?.detail ?? '' }),
        })
    },
    onError: (e) => toast({ text: t('exportFailed', { why: isProblem(e) ? e.message : '' }) }),
  })
}

function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
