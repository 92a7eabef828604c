// API tokens: what a program may do in my name, and until when; shown once.
import { useState } from 'react'
import { copyText } from '@/core/clipboard'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, Field, FieldError, Input, MultiSelect, Select, SkeletonRows } from '@/ui'
import { Rows } from './Rows'
import css from './Settings.module.css'
import { useEndToken, useMakeToken, useTokens } from './settings'

const SCOPES = ['read', 'write', 'import', 'export', 'configure'] as const

export function Tokens() {
  const t = useText('settings')
  const f = useFormat()
  const tokens = useTokens()
  const end = useEndToken()
  const forms = useForms().data?.items ?? []
  const labelOf = (key: string) => f.words(forms.find((form) => form.key === key)?.label) || key
  return (
    <section className={css.part}>
      <p className="t2">{t('tokens.why')}</p>
      <NewToken />
      {tokens.isPending && <SkeletonRows count={3} />}
      {tokens.isError && <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.data?.items.length === 0 && <EmptyState what={t('tokens.none')} />}
      {tokens.data && tokens.data.items.length > 0 && (
        <Rows
          rows={tokens.data.items}
          id={(k) => String(k.id)}
          label={t('tokens.title')}
          columns={[
            { key: 'name', label: t('tokens.name'), cell: (k) => <b>{k.name}</b> },
            {
              key: 'scopes',
              label: t('tokens.scopes'),
              cell: (k) => (
                <span className={css.chips}>
                  {k.scopes.map((s) => (
                    <Chip key={s}>{t(`tokens.scope.${s as 'read'}`)}</Chip>
                  ))}
                </span>
              ),
            },
            { key: 'expires', label: t('tokens.expires'), cell: (k) => f.date(k.expires_at) },
            {
              key: 'forms',
              label: t('tokens.forms'),
              cell: (k) => k.forms?.map(labelOf).join(' · ') ?? t('tokens.allForms'),
            },
            {
              key: 'used',
              label: t('tokens.used'),
              cell: (k) => (k.used_at ? [f.ago(k.used_at), k.used_ip].filter(Boolean).join(' · ') : t('never')),
            },
            {
              key: 'end',
              label: '',
              end: true,
              cell: (k) => (
                <Button size="small" look="text" onClick={() => end.mutate(k.id)}>
                  {t('tokens.end')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

function NewToken() {
  const t = useText('settings')
  const make = useMakeToken()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['read'])
  const [days, setDays] = useState(90)
  const [only, setOnly] = useState<string[]>([])
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  if (make.data?.token)
    return (
      <div className={css.shown} role="status">
        <b>{t('tokens.once')}</b>
        <code>{make.data.token}</code>
        <Button
          size="small"
          icon="copy"
          onClick={() => void copyText(make.data?.token ?? '').then((done) => done && make.reset())}
        >
          {t('tokens.copy')}
        </Button>
      </div>
    )
  return (
    <form
      className={css.inline}
      onSubmit={(e) => {
        e.preventDefault()
        make.mutate({ name: name.trim(), scopes, days, ...(only.length ? { forms: only } : {}) })
      }}
    >
      <Field label={t('tokens.name')}>{(ids) => <Input {...ids} value={name} onChange={setName} />}</Field>
      <Field label={t('tokens.scopes')}>
        {(ids) => (
          <MultiSelect
            id={ids.id}
            value={scopes}
            onChange={setScopes}
            options={SCOPES.map((s) => ({ value: s as string, label: t(`tokens.scope.${s}`) }))}
            aria-label={t('tokens.scopes')}
          />
        )}
      </Field>
      <Field label={t('tokens.forms')}>
        {(ids) => (
          <MultiSelect
            id={ids.id}
            value={only}
            onChange={setOnly}
            options={forms.map((form) => ({ value: form.key, label: f.words(form.label) }))}
            placeholder={t('tokens.allForms')}
            aria-label={t('tokens.forms')}
          />
        )}
      </Field>
      <Field label={t('tokens.days')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={days}
            onChange={(d) => setDays(d ?? 90)}
            options={[30, 90, 365].map((d) => ({ value: d, label: t('tokens.forDays', { count: d }) }))}
            aria-label={t('tokens.days')}
          />
        )}
      </Field>
      <Button look="primary" type="submit" disabled={!name.trim() || scopes.length === 0} loading={make.isPending}>
        {t('tokens.make')}
      </Button>
      {isProblem(make.error) && <FieldError>{make.error.errors[0]?.detail ?? make.error.message}</FieldError>}
    </form>
  )
}
