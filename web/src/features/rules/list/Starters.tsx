// No rules yet: what one is, and three to start from.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { may, useForms } from '@/core/forms'
import { isProblem } from '@/core/problem'
import { useLocale } from '@/core/preferences'
import { toast } from '@/core/toasts'
import { useText } from '@/i18n'
import { Button, EmptyState, Select } from '@/ui'
import css from './Rules.module.css'
import { useMakeRule } from './rules'
import { STARTERS, starting, type Starter } from './starters'

export function Starters() {
  const t = useText('rules')
  const f = useFormat()
  const forms = (useForms().data?.items ?? []).filter((form) => form.owned && may(form, 'configure'))
  const [chosen, setChosen] = useState<string | null>(null)
  const form = forms.find((each) => each.key === chosen) ?? forms[0]
  return (
    <div className={css.empty}>
      <EmptyState what={t('empty')} why={t('emptyWhy')} />
      {form && (
        <>
          <label className={css.for}>
            <span className="caption">{t('starters.for')}</span>
            <Select<string>
              width={220}
              value={form.key}
              onChange={setChosen}
              aria-label={t('starters.for')}
              options={forms.map((each) => ({ value: each.key, label: f.words(each.label) }))}
            />
          </label>
          <ul className={css.starters}>
            {STARTERS.map((each) => (
              <Card key={each} starter={each} form={form} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Card({ starter, form }: { starter: Starter; form: Parameters<typeof starting>[1] }) {
  const t = useText('rules')
  const locale = useLocale()
  const navigate = useNavigate()
  const make = useMakeRule()
  const go = () => {
    const rule = starting(starter, form, locale)
    make.mutate(rule, {
      onSuccess: () => void navigate(`/settings/rules/${rule.key}`),
      onError: (e) => toast({ text: isProblem(e) ? e.message : t('failedAct') }),
    })
  }
  return (
    <li>
      <b>{t(`starters.${starter}`)}</b>
      <span className="t2">{t(`starters.${starter}Why`)}</span>
      <Button size="small" onClick={go} loading={make.isPending}>
        {t('starters.use')}
      </Button>
    </li>
  )
}
