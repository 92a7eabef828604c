// A new form: its name and a picture; the key is proposed by the server unless one is given.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Field, FieldError, Input, Modal } from '@/ui'
import { useMakeForm } from '../api'
import { isKey, slug } from '../model/keys'
import { WordsInput } from '../parts/WordsInput'
import { IconPick } from '../settings/IconPick'
import css from './Forms.module.css'
import { FromFile } from './FromFile'
import type { Words } from '@/core/types'

export function NewForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  return open ? <Either onClose={onClose} /> : null
}

/** From nothing, or from a workbook that is there already. */
function Either({ onClose }: { onClose: () => void }) {
  const [fromFile, setFromFile] = useState(false)
  return fromFile ? <FromFile onClose={onClose} /> : <OpenForm onClose={onClose} onFile={() => setFromFile(true)} />
}

function OpenForm({ onClose, onFile }: { onClose: () => void; onFile: () => void }) {
  const t = useText('designer')
  const c = useText('common')
  const x = useText('fromFile')
  const f = useFormat()
  const navigate = useNavigate()
  const make = useMakeForm()
  const [label, setLabel] = useState<Words>({})
  const [typed, setTyped] = useState<string | null>(null)
  const [icon, setIcon] = useState('file')
  const key = typed ?? slug(label['en-US'] ?? '')
  const badKey = key !== '' && !isKey(key)
  const problem = isProblem(make.error) ? make.error : null
  const go = () =>
    make.mutate(
      { label, icon, ...(key ? { key } : {}) },
      {
        onSuccess: (draft) => {
          onClose()
          void navigate(`/design/${draft.form}`)
        },
      },
    )
  const named = Boolean(f.words(label).trim())
  return (
    <Modal
      open
      onClose={onClose}
      title={t('newForm')}
      width={560}
      footer={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button look="primary" disabled={!named || badKey} loading={make.isPending} onClick={go}>
            {t('makeForm')}
          </Button>
        </>
      }
    >
      <div className={css.start}>
        <Button icon="table" onClick={onFile}>
          {x('start')}
        </Button>
        <span className="caption">{x('startWhy')}</span>
      </div>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (named && !badKey) go()
        }}
      >
        <Field label={t('formName')} required error={problem?.of('label')}>
          {(ids) => <WordsInput id={ids.id} autoFocus label={t('formName')} value={label} onChange={setLabel} />}
        </Field>
        <Field label={t('key')} hint={t('formKeyHint')} error={badKey ? t('badKey') : problem?.of('key')}>
          {(ids) => <Input {...ids} value={key} onChange={setTyped} placeholder={t('keyProposed')} />}
        </Field>
        <Field label={t('icon')}>{() => <IconPick value={icon} onChange={setIcon} />}</Field>
        {problem && !problem.errors.length && <FieldError>{problem.message}</FieldError>}
        <button type="submit" hidden>
          {t('makeForm')}
        </button>
      </form>
    </Modal>
  )
}
