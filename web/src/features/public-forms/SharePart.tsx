// Handing a public form out: its link, QR code and embed code, by source; taking the link back.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { toast } from '@/core/toasts'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Input, Popover, Select } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import { embedCode, linkOf, qrOf } from './publicForms'
import css from './PublicForms.module.css'

export function SharePart({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const f = useFormat()
  const { saved } = editing
  const [source, setSource] = useState('')
  const { codes } = saved.definition.tracking
  const link = linkOf(saved.slug, source)
  const code = embedCode(saved.slug, source, f.words(saved.definition.title))
  const copy = (text: string) => void copyText(text).then((done) => done && toast({ text: t('share.copied') }))
  return (
    <Part title={t('parts.share')} open>
      {codes.length > 0 && (
        <Select<string>
          value={source}
          onChange={(to) => setSource(to ?? '')}
          aria-label={t('share.source')}
          options={[
            { value: '', label: t('share.plain') },
            ...codes.map((c) => ({ value: c.code, label: c.label || c.code, search: c.code })),
          ]}
        />
      )}
      <div className={css.line}>
        <Input value={link} onChange={() => undefined} aria-label={t('share.link')} />
        <Button icon="copy" onClick={() => copy(link)}>
          {t('share.copy')}
        </Button>
        <a href={link} target="_blank" rel="noreferrer">
          {t('share.visit')}
        </a>
      </div>
      <div className={css.qr}>
        <img src={qrOf(saved, source, 'svg')} alt={t('share.qr')} width={132} height={132} />
        <span>
          <a href={qrOf(saved, source, 'svg')} download={`${saved.label}.svg`}>
            {t('share.svg')}
          </a>
          <a href={qrOf(saved, source, 'png')} download={`${saved.label}.png`}>
            {t('share.png')}
          </a>
          <Renew editing={editing} />
        </span>
      </div>
      <details className={css.embed}>
        <summary>{t('share.embed')}</summary>
        <p className="caption">{t('share.embedWhy')}</p>
        <pre className={css.code}>{code}</pre>
        <Button icon="copy" size="small" onClick={() => copy(code)}>
          {t('share.copy')}
        </Button>
      </details>
    </Part>
  )
}

function Renew({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  return (
    <Sure what={t('share.renewSure')} act={t('share.renew')} onSure={() => editing.work.renew.mutate(editing.saved)}>
      {t('share.renew')}
    </Sure>
  )
}

/** A button that says what it will cost before it does it. */
export function Sure(p: { what: string; act: string; onSure: () => void; children: string; danger?: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      width={280}
      label={p.children}
      content={
        <div className={css.sure}>
          <p>{p.what}</p>
          <Button
            look={p.danger ? 'danger' : 'primary'}
            size="small"
            onClick={() => {
              setOpen(false)
              p.onSure()
            }}
          >
            {p.act}
          </Button>
        </div>
      }
    >
      <button type="button" className="link-button" aria-haspopup="dialog" aria-expanded={open}>
        {p.children}
      </button>
    </Popover>
  )
}
