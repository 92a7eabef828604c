// From when until when, how many, and how it looks.
import { useState } from 'react'
import { uploadFile } from '@/core/files'
import { isProblem } from '@/core/problem'
import { useText } from '@/i18n'
import { Button, DatePicker, Dropzone, Field, NumberInput } from '@/ui'
import type { Editing } from './editing'
import { Part } from './Part'
import css from './PublicForms.module.css'

export function LimitsPart({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const { opens, closes, limit } = editing.draft.definition
  const wrong = ['opens', 'closes', 'limit'].some((path) => editing.errorOf(path))
  return (
    <Part title={t('parts.limits')} wrong={wrong}>
      <div className={css.pair}>
        <Field label={t('limits.opens')} error={editing.errorOf('opens')}>
          {(ids) => <DatePicker {...ids} value={opens} onChange={(to) => editing.put({ opens: to })} />}
        </Field>
        <Field label={t('limits.closes')} error={editing.errorOf('closes')}>
          {(ids) => <DatePicker {...ids} value={closes} onChange={(to) => editing.put({ closes: to })} />}
        </Field>
      </div>
      <Field label={t('limits.limit')} error={editing.errorOf('limit')}>
        {(ids) => (
          <NumberInput
            {...ids}
            value={limit}
            min={1}
            decimals={0}
            placeholder={t('limits.none')}
            onChange={(to) => editing.put({ limit: to })}
          />
        )}
      </Field>
    </Part>
  )
}

const COLOURS = ['#0B6C86', '#17704A', '#6C62B6', '#B42318', '#A8430A', '#335920', '#1F4E9E', '#16232A']

export function LookPart({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const { accent } = editing.draft.definition
  return (
    <Part title={t('parts.look')}>
      <Field label={t('look.accent')} error={editing.errorOf('accent')}>
        {(ids) => (
          <span className={css.colours}>
            {COLOURS.map((colour) => (
              <button
                key={colour}
                type="button"
                aria-label={colour}
                aria-pressed={accent === colour}
                style={{ background: colour }}
                onClick={() => editing.put({ accent: colour })}
              />
            ))}
            <input
              id={ids.id}
              type="color"
              value={accent ?? COLOURS[0]}
              onChange={(e) => editing.put({ accent: e.target.value })}
            />
            {accent && (
              <button type="button" className="link-button" onClick={() => editing.put({ accent: null })}>
                {t('look.accentNone')}
              </button>
            )}
          </span>
        )}
      </Field>
      <LogoBox editing={editing} />
    </Part>
  )
}

function LogoBox({ editing }: { editing: Editing }) {
  const t = useText('publicForms')
  const [problem, setProblem] = useState('')
  const { saved } = editing
  const upload = async ([file]: File[]) => {
    if (!file) return
    setProblem('')
    try {
      await editing.keep({ logo: (await uploadFile(file)).id })
    } catch (e) {
      setProblem(isProblem(e) ? e.message : String(e))
    }
  }
  return (
    <Field
      label={t('look.logo')}
      hint={t('look.logoHint')}
      error={problem || editing.errors.find((e) => e.field === 'logo')?.detail}
    >
      {() =>
        saved.logo && saved.preview.logo ? (
          <span className={css.logo}>
            <img src={saved.preview.logo} alt={t('look.logo')} />
            <Button size="small" onClick={() => void editing.keep({ logo: null })}>
              {t('look.logoDrop')}
            </Button>
          </span>
        ) : (
          <Dropzone
            compact
            accept=".png,.jpg,.jpeg,.webp,.gif"
            text={t('look.upload')}
            onFiles={(files) => void upload(files)}
          />
        )
      }
    </Field>
  )
}
