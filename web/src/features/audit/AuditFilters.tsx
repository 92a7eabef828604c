// What is looked for in the audit trail; effective while typing.
import { useEffect, useRef, useState } from 'react'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { useSettled } from '@/core/search'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, DatePicker, Input, Menu, Select, Sheet } from '@/ui'
import { useAuditFile, useFamilies, type Asked } from './audit'
import css from './Audit.module.css'

type Props = { asked: Asked; change: (next: Asked) => void }

export function AuditFilters({ asked, change }: Props) {
  const t = useText('audit')
  const phone = usePhone()
  const file = useAuditFile()
  const [open, setOpen] = useState(false)
  const others = Object.keys(asked).filter((key) => key !== 'q').length
  const exports = (['xlsx', 'csv'] as const).map((format) => ({
    key: format,
    label: t(`files.${format}`),
    onSelect: () => file.mutate({ asked, format }),
  }))
  return (
    <div className={css.filters} role="search" aria-label={t('filters')}>
      <Written value={asked.q ?? ''} onChange={(q) => change({ q })} label={t('find')} icon />
      {phone ? (
        <>
          <Button icon="filter" on={others > 0} onClick={() => setOpen(true)}>
            {others ? t('filtersOn', { count: others }) : t('filters')}
          </Button>
          <Sheet open={open} onClose={() => setOpen(false)} title={t('filters')}>
            <div className={css.stack}>
              <Choices asked={asked} change={change} />
            </div>
          </Sheet>
        </>
      ) : (
        <Choices asked={asked} change={change} />
      )}
      <Menu items={exports}>
        <Button icon="export" loading={file.isPending} aria-haspopup="menu">
          {t('export')}
        </Button>
      </Menu>
    </div>
  )
}

function Choices({ asked, change }: Props) {
  const t = useText('audit')
  const f = useFormat()
  const families = useFamilies().data?.items ?? []
  const forms = useForms().data?.items ?? []
  const actions = families.flatMap((each) => [
    { value: `${each.family}.*`, label: <b>{each.label}</b>, search: each.label.toLowerCase() },
    ...each.actions.map((one) => ({ value: one.action, label: one.label })),
  ])
  const [name, setName] = useState('')
  const person = asked.person ? { id: Number(asked.person), title: name || `#${asked.person}` } : null
  return (
    <>
      <Select
        aria-label={t('family')}
        placeholder={t('family')}
        options={actions}
        value={asked.action ?? null}
        onChange={(action) => change({ action: action ?? '' })}
        clearable
        searchable
        width={132}
      />
      <span className={css.picker}>
        <Picker
          from="people"
          aria-label={t('by')}
          placeholder={t('by')}
          value={person}
          onChange={(who) => {
            setName(who?.title ?? '')
            change({ person: who ? String(who.id) : '' })
          }}
        />
      </span>
      <Select
        aria-label={t('form')}
        placeholder={t('form')}
        options={forms.map((form) => ({ value: form.key, label: f.words(form.label) }))}
        value={asked.form ?? null}
        onChange={(form) => change({ form: form ?? '', record: '' })}
        clearable
        width={104}
      />
      <span className={css.day}>
        <DatePicker
          aria-label={t('since')}
          placeholder={t('since')}
          value={asked.since ?? null}
          onChange={(since) => change({ since: since ?? '' })}
        />
      </span>
      <span className={css.day}>
        <DatePicker
          aria-label={t('until')}
          placeholder={t('until')}
          value={asked.until ?? null}
          onChange={(until) => change({ until: until ?? '' })}
        />
      </span>
      <Written value={asked.ip ?? ''} onChange={(ip) => change({ ip })} label={t('address')} />
      {asked.record && (
        <Button icon="close" onClick={() => change({ record: '' })}>
          {t('record', { id: asked.record })}
        </Button>
      )}
    </>
  )
}

/** A box whose words count once the typing rests. */
function Written(p: { value: string; onChange: (value: string) => void; label: string; icon?: boolean }) {
  const { value, onChange } = p
  const [text, setText] = useState(value)
  const settled = useSettled(text, 350)
  const told = useRef(value)
  useEffect(() => {
    if (settled === told.current) return
    told.current = settled
    onChange(settled)
    // Only what was typed is news.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  useEffect(() => {
    if (value === told.current) return
    told.current = value // changed elsewhere: the box follows
    setText(value)
  }, [value])
  return (
    <span className={p.icon ? css.find : css.day}>
      <Input
        value={text}
        onChange={setText}
        placeholder={p.label}
        aria-label={p.label}
        maxLength={p.icon ? 200 : 60}
        icon={p.icon ? 'search' : undefined}
        clearable
      />
    </span>
  )
}
