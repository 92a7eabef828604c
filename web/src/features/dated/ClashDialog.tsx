// Somebody else moved it meanwhile: both days, the person chooses.
import { fieldOf } from '@/core/forms'
import { titleOf } from '@/core/titles'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { FieldCell } from '@/kinds'
import { Button, Modal } from '@/ui'
import css from './dated.module.css'
import type { DateMoves } from './move'

export function ClashDialog({ form, moves }: { form: Form; moves: DateMoves }) {
  const t = useText('views')
  const c = useText('list')
  const { clash, settle } = moves
  if (!clash) return null
  const by = clash.by ?? c('conflict.somebody')
  return (
    <Modal
      open
      onClose={() => settle(false)}
      title={t('clash', { by, title: titleOf(clash.fresh) })}
      footer={
        <>
          <Button onClick={() => settle(false)}>{c('conflict.keepTheirs', { by })}</Button>
          <Button look="primary" onClick={() => settle(true)}>
            {c('conflict.keepMine')}
          </Button>
        </>
      }
    >
      <dl className={css.clash}>
        {Object.keys(clash.change).map((key) => {
          const field = fieldOf(form, key)
          return (
            field && (
              <div key={key}>
                <dt className="t3">{c('conflict.yours')}</dt>
                <dd>
                  <FieldCell form={form} field={field} value={clash.change[key]} />
                </dd>
                <dt className="t3">{c('conflict.theirs', { by })}</dt>
                <dd>
                  <FieldCell form={form} field={field} value={clash.fresh[key]} />
                </dd>
              </div>
            )
          )
        })}
      </dl>
    </Modal>
  )
}
