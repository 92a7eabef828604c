// What is taken away whatever else is granted: whole records, or how open fields are in a stage. A denial wins.
import type { Form } from '@/core/types'
import { hasStages, stagesOf } from '@/core/forms'
import { useText } from '@/i18n'
import { Button } from '@/ui'
import { useBench } from './bench'
import { DenialCard } from './DenialCard'
import { denial, stageCap } from './denials'
import { add, deniesOf } from './model'
import css from './Roles.module.css'

type Props = { form: Form | undefined; formKey: string }

export function Denials({ form, formKey }: Props) {
  const t = useText('roles')
  const { now, grid } = useBench()
  const lines = deniesOf(now.matrix, formKey)
  const staged = form !== undefined && hasStages(form)
  const money = form?.fields.find((field) => field.kind === 'money') ?? form?.fields[0]
  return (
    <section>
      <h3>{t('denials')}</h3>
      <p className="caption">{t('denialsRule')}</p>
      {lines.map((line) => (
        <DenialCard key={line.id} line={line} form={form} />
      ))}
      <div className={css.addDenial}>
        {staged && money && (
          <Button
            size="small"
            icon="plus"
            onClick={() => {
              const last = stagesOf(form).find((stage) => stage.type === 'won') ?? stagesOf(form).at(-1)
              grid((matrix) => add(matrix, stageCap(formKey, last ? [last.key] : [], money.key, 'read')))
            }}
          >
            {t('addStageCap')}
          </Button>
        )}
        <Button
          size="small"
          icon="plus"
          onClick={() => grid((matrix) => add(matrix, denial(formKey, ['delete'], 'all')))}
        >
          {t('addDenial')}
        </Button>
      </div>
    </section>
  )
}
