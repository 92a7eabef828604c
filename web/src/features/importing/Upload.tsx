// Step one: which form, and the workbook.
import { useNavigate, useSearchParams } from 'react-router'
import { useEffect, useRef, useState } from 'react'
import { fetchFile } from '@/core/files'
import { may, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useMe } from '@/core/session'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Dropzone, ErrorState, Field, Select, SkeletonRows } from '@/ui'
import css from './Importing.module.css'
import { PEOPLE, useUpload } from './imports'

const ACCEPT = '.xlsx,.xls,.xlsb,.ods,.csv,.tsv,.vcf'
const LARGEST = 200 * 1024 * 1024

export function Upload() {
  const t = useText('importing')
  const f = useFormat()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const forms = useForms()
  const upload = useUpload()
  const people = useMe().rights.people ? [{ key: PEOPLE, label: t('people') }] : []
  const able = [
    ...(forms.data?.items ?? [])
      .filter((form) => may(form, 'import'))
      .map((x) => ({ key: x.key, label: f.words(x.label) })),
    ...people,
  ]
  const [chosen, setChosen] = useState<string | null>(search.get('form'))
  const form = chosen ?? able[0]?.key ?? null
  const send = (file: File) =>
    form &&
    upload.mutate({ form, file }, { onSuccess: (made) => void navigate(`/imports/${made.id}`, { replace: true }) })
  useWaitingFile(search, able.some((each) => each.key === form) ? send : null)
  if (forms.isPending) return <SkeletonRows count={4} />
  if (able.length === 0) return <p className={css.pad}>{t('notAllowed')}</p>
  return (
    <div className={css.upload}>
      <Field label={t('into')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={form}
            onChange={(v) => setChosen(v)}
            options={able.map((x) => ({ value: x.key, label: x.label }))}
            aria-label={t('into')}
          />
        )}
      </Field>
      <Dropzone
        accept={ACCEPT}
        maxBytes={LARGEST}
        disabled={upload.isPending}
        text={upload.isPending ? t('reading') : t('drop')}
        onFiles={([file]) => file && send(file)}
      />
      {upload.isError && <ErrorState error={isProblem(upload.error) ? upload.error : null} compact />}
      <ul className={css.tips}>
        {(['titles', 'money', 'twins', 'undo'] as const).map((k) => (
          <li key={k}>{t(`tip.${k}`)}</li>
        ))}
      </ul>
    </div>
  )
}

/** A workbook that was uploaded to make the form from begins its import by itself; one that is gone is asked for. */
function useWaitingFile(search: URLSearchParams, send: ((file: File) => void) | null) {
  const begun = useRef(false)
  const id = Number(search.get('file'))
  useEffect(() => {
    if (!id || begun.current || !send) return
    begun.current = true
    fetchFile(id, search.get('name') || 'table.xlsx').then(send, () => undefined)
  }, [id, search, send])
}
