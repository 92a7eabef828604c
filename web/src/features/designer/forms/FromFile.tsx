// A new form that begins with a workbook: choose it, look at what its columns would be, change that, make the form.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { uploadFile } from '@/core/files'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { FileRef } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Dropzone, ErrorState, Field, FieldError, Input, Modal, Select, SkeletonRows } from '@/ui'
import { Columns } from './Columns'
import css from './Forms.module.css'
import { fieldsOf, useMakeFromFile, useUnderstood, type Choices } from './fromFile'

const ACCEPT = '.xlsx,.xls,.xlsb,.ods,.csv,.tsv'

export function FromFile({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<FileRef | null>(null)
  return file ? (
    <Looked key={file.id} file={file} onClose={onClose} onBack={() => setFile(null)} />
  ) : (
    <Chosen onClose={onClose} onFile={setFile} />
  )
}

function Chosen({ onClose, onFile }: { onClose: () => void; onFile: (file: FileRef) => void }) {
  const t = useText('fromFile')
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const send = (file: File | undefined) => {
    if (!file) return
    setState({ busy: true, error: null })
    uploadFile(file).then(onFile, (error: unknown) => setState({ busy: false, error }))
  }
  return (
    <Modal open onClose={onClose} title={t('title')} width={560}>
      <p className={`t2 ${css.why}`}>{t('why')}</p>
      <Dropzone
        accept={ACCEPT}
        disabled={state.busy}
        text={state.busy ? t('reading') : t('drop')}
        onFiles={([file]) => send(file)}
      />
      {state.error !== null && <ErrorState error={state.error} compact />}
    </Modal>
  )
}

function Looked({ file, onClose, onBack }: { file: FileRef; onClose: () => void; onBack: () => void }) {
  const t = useText('fromFile')
  const f = useFormat()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState<number | null>(null)
  const [choices, setChoices] = useState<Choices>({})
  const [typed, setTyped] = useState<string | null>(null)
  const found = useUnderstood(file.id, sheet)
  const make = useMakeFromFile()
  const name = typed ?? found.data?.name ?? ''
  const fields = found.data ? fieldsOf(found.data, choices, f.locale) : []
  const go = () =>
    make.mutate(
      { label: { [f.locale]: name.trim() }, fields, title: found.data?.title ?? null },
      { onSuccess: (form) => void navigate(`/design/${form}?file=${file.id}&name=${encodeURIComponent(file.name)}`) },
    )
  return (
    <Modal
      open
      onClose={onClose}
      title={t('title')}
      width={800}
      footer={
        <>
          <Button onClick={onBack}>{t('other')}</Button>
          <Button look="primary" disabled={!name.trim() || fields.length === 0} loading={make.isPending} onClick={go}>
            {t('make', { count: fields.length })}
          </Button>
        </>
      }
    >
      {found.isPending && <SkeletonRows count={6} />}
      {found.isError && <ErrorState error={found.error} />}
      {found.data && (
        <>
          <div className={css.head}>
            <Field label={t('name')} required>
              {(ids) => <Input {...ids} value={name} onChange={setTyped} maxLength={100} />}
            </Field>
            {found.data.sheets.length > 1 && (
              <Field label={t('sheet')}>
                {(ids) => (
                  <Select
                    id={ids.id}
                    value={found.data.sheet}
                    onChange={(v) => {
                      setChoices({})
                      setTyped(null)
                      setSheet(v)
                    }}
                    options={found.data.sheets.map((each) => ({ value: each.index, label: each.name }))}
                    aria-label={t('sheet')}
                  />
                )}
              </Field>
            )}
          </div>
          <p className="caption">{t('found', { count: found.data.rows })}</p>
          <Columns found={found.data} choices={choices} onChange={setChoices} />
        </>
      )}
      {make.isError && <FieldError>{isProblem(make.error) ? make.error.message : t('failed')}</FieldError>}
    </Modal>
  )
}
