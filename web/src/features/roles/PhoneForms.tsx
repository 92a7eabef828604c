// On a phone the matrix is a list of forms, each with what the role lets there; a tap opens one.
import { useState } from 'react'
import { useForms } from '@/core/forms'
import { useText } from '@/i18n'
import { Icon, Input } from '@/ui'
import { useBench } from './bench'
import { deniesOf, formsIn, scopesOf, type Matrix } from './model'
import css from './Roles.module.css'
import { useFormNames, useScopeWords } from './scopeWords'
import { ACTIONS, ANY } from './types'

export function PhoneForms() {
  const t = useText('roles')
  const named = useFormNames()
  const forms = useForms().data?.items ?? []
  const { now, choose } = useBench()
  const [q, setQ] = useState('')
  const keys = [...new Set([ANY, ...forms.map((form) => form.key), ...formsIn(now.matrix)])]
  const shown = keys.filter((key) => named(key).toLowerCase().includes(q.trim().toLowerCase()))
  return (
    <section className={css.phoneForms}>
      <h2>{t('matrix')}</h2>
      <Input value={q} onChange={setQ} icon="search" placeholder={t('findForm')} aria-label={t('findForm')} clearable />
      <ul>
        {shown.map((key) => (
          <li key={key}>
            <button type="button" className={`plain-button ${css.phoneForm}`} onClick={() => choose(key)}>
              <span className={css.phoneFormName}>
                <b className="ellipsis">{named(key)}</b>
                <span className="caption ellipsis">
                  <Summary matrix={now.matrix} form={key} />
                </span>
              </span>
              <Icon name="right" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** "See: own · Change: own · 2 denials" */
function Summary({ matrix, form }: { matrix: Matrix; form: string }) {
  const t = useText('roles')
  const words = useScopeWords(undefined)
  const said = ACTIONS.flatMap((action) => {
    const widest = scopesOf(matrix, form, action).at(-1)
    return widest ? [t('cell', { form: t(`action.${action}`), action: words.short(widest) })] : []
  })
  const denied = deniesOf(matrix, form).length
  const all = [...said, ...(denied ? [t('denialsN', { count: denied })] : [])]
  return <>{all.join(' · ') || t('nothing')}</>
}
