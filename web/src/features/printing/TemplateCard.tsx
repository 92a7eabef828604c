// One template: its name in each language, whether people are offered it, its mistakes, another file, deleting it.
import { useRef, useState } from 'react'
import { useFormat } from '@/core/format'
import { toast } from '@/core/toasts'
import type { Form, Words } from '@/core/types'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { useText } from '@/i18n'
import { Button, IconButton, Menu, Modal, Switch } from '@/ui'
import css from './printing.module.css'
import { fileOf, useTemplateWork, type Template } from './printing'

type Props = { form: Form; template: Template; chosen: boolean; onChoose: () => void; why: (e: unknown) => string }

export function TemplateCard({ form, template, chosen, onChoose, why }: Props) {
  const t = useText('printing')
  const c = useText('common')
  const f = useFormat()
  const { upload, change, remove } = useTemplateWork(form.key)
  const input = useRef<HTMLInputElement>(null)
  const [naming, setNaming] = useState<Words | null>(null)
  const [dropping, setDropping] = useState(false)
  const name = f.words(template.label)
  const onError = (e: unknown) => toast({ text: why(e) })
  const offer = (enabled: boolean) => change.mutate({ was: template, to: { enabled } }, { onError })
  const rename = (label: Words) =>
    change.mutate({ was: template, to: { label } }, { onError, onSuccess: () => setNaming(null) })
  return (
    <li className={[css.template, chosen ? css.chosen : ''].join(' ')}>
      <div className={css.line}>
        <button type="button" className={`plain-button ${css.name}`} aria-pressed={chosen} onClick={onChoose}>
          <b className="ellipsis">{name}</b>
          <span className="caption ellipsis">
            {t('uploaded', { name: template.name, when: f.day(template.changed_at), by: template.changed_by ?? '' })}
          </span>
        </button>
        <label className={css.offer}>
          <Switch checked={template.enabled} onChange={offer} disabled={template.problems.length > 0} />
          {t('offered')}
        </label>
        <Menu
          placement="bottomRight"
          items={[
            { key: 'name', label: t('rename'), icon: 'pencil', onSelect: () => setNaming(template.label) },
            { key: 'file', label: t('replace'), icon: 'upload', onSelect: () => input.current?.click() },
            {
              key: 'load',
              label: t('download'),
              icon: 'export',
              onSelect: () => window.location.assign(fileOf(form.key, template.id)),
            },
            { divider: true },
            { key: 'drop', label: c('delete'), icon: 'trash', danger: true, onSelect: () => setDropping(true) },
          ]}
        >
          <IconButton icon="more" label={t('more', { name })} aria-haspopup="menu" />
        </Menu>
      </div>
      {template.problems.length > 0 && (
        <ul className={css.wrong}>
          {template.problems.map((each, at) => (
            <li key={at}>{each.detail}</li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        accept=".docx"
        hidden
        aria-label={t('replace')}
        onChange={(e) => {
          const file = e.target.files?.[0]
          e.target.value = ''
          if (file) upload.mutate({ file, id: template.id }, { onError, onSuccess: onChoose })
        }}
      />
      <Modal
        open={naming !== null}
        onClose={() => setNaming(null)}
        title={t('rename')}
        footer={
          <Button look="primary" loading={change.isPending} onClick={() => naming && rename(naming)}>
            {c('save')}
          </Button>
        }
      >
        <WordsInput value={naming ?? {}} onChange={setNaming} label={t('name')} autoFocus />
      </Modal>
      <Modal
        open={dropping}
        onClose={() => setDropping(false)}
        title={t('dropTitle', { name })}
        footer={
          <Button look="danger" loading={remove.isPending} onClick={() => remove.mutate(template.id, { onError })}>
            {c('delete')}
          </Button>
        }
      >
        <p>{t('dropWhy')}</p>
      </Modal>
    </li>
  )
}
