// What the role says of one form: on a phone its actions, then its field levels and its denials.
import { useForms } from '@/core/forms'
import { usePhone } from '@/core/media'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import { useBench } from './bench'
import { Denials } from './Denials'
import { FieldLevels } from './FieldLevels'
import { MatrixCell } from './MatrixCell'
import { blindActions } from './model'
import { RowMenu } from './RowMenu'
import css from './Roles.module.css'
import { useFormNames } from './scopeWords'
import { ACTIONS, ANY } from './types'

export function FormPanel({ formKey }: { formKey: string }) {
  const t = useText('roles')
  const phone = usePhone()
  const { now, choose } = useBench()
  const name = useFormNames()(formKey)
  const form = useForms().data?.items.find((each) => each.key === formKey)
  const blind = blindActions(now.matrix, formKey)
  return (
    <div className={css.panel}>
      {!phone && (
        <div className={css.panelHead}>
          <h2>{name}</h2>
          <IconButton icon="close" size="small" label={t('closePanel')} onClick={() => choose(null)} />
        </div>
      )}
      {phone && (
        <section className={css.actions}>
          <div className={css.panelHead}>
            <h3>{t('actions')}</h3>
            <RowMenu form={formKey} name={name} />
          </div>
          {ACTIONS.map((action) => (
            <div key={action} className={css.actionLine}>
              <span>{t(`action.${action}`)}</span>
              <MatrixCell form={form} formKey={formKey} action={action} />
            </div>
          ))}
        </section>
      )}
      {blind.length > 0 && (
        <p className={css.note}>
          {t('blind', { actions: blind.map((action) => t(`action.${action as 'read'}`)).join(t('comma')) })}
        </p>
      )}
      {formKey === ANY ? <p className="t2">{t('allFormsWhy')}</p> : <FieldLevels form={form} formKey={formKey} />}
      <Denials form={form} formKey={formKey} />
    </div>
  )
}
