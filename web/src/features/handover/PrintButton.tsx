// Briefs as one PDF, handed to the browser.
import { useState } from 'react'
import { save } from '@/core/files'
import { postForFile } from '@/core/http'
import { isProblem } from '@/core/problem'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import { Button, FieldError } from '@/ui'

export function PrintButton({ form, ids }: { form: string; ids: Id[] }) {
  const t = useText('handover')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const print = async () => {
    setBusy(true)
    setFailed(null)
    try {
      save(await postForFile(`/briefs/${form}/pdf`, { ids }))
    } catch (error) {
      setFailed(isProblem(error) ? (error.body.detail ?? error.code) : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="small" icon="print" loading={busy} onClick={() => void print()}>
        {ids.length === 1 ? t('briefs.print') : t('briefs.printSome', { count: ids.length })}
      </Button>
      {failed && <FieldError>{failed}</FieldError>}
    </>
  )
}
