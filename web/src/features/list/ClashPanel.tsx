// Two people changed one field: both values, the person chooses.
import type { Field, Form } from '@/core/types'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import { Button } from '@/ui'
import type { Clash } from './cellEdit'
import css from './Table.module.css'

type Props = { field: Field; form: Form; clash: Clash; onSettle: (keepMine: boolean) => void }

export function ClashPanel({ field, form, clash, onSettle }: Props) {
  const t = useText('list')
  const f = useFormat()
  const by = clash.by ?? t('conflict.somebody')
  return (
    <div
      className={css.clash}
      role="alertdialog"
      aria-label={t('conflict.title', { by, field: f.words(field.label) })}
      onClick={(e) => e.stopPropagation()}
    >
      <b>{t('conflict.title', { by, field: f.words(field.label) })}</b>
      <dl>
        <dt className="t3">{t('conflict.yours')}</dt>
        <dd>
          <FieldCell field={field} form={form} value={clash.mine} />
        </dd>
        <dt className="t3">{t('conflict.theirs', { by })}</dt>
        <dd>
          <FieldCell field={field} form={form} value={clash.theirs} />
        </dd>
      </dl>
      <div className={css.clashFoot}>
        <Button size="small" onClick={() => onSettle(false)}>
          {t('conflict.keepTheirs', { by })}
        </Button>
        <Button size="small" look="accent" onClick={() => onSettle(true)} autoFocus>
          {t('conflict.keepMine')}
        </Button>
      </div>
    </div>
  )
}
