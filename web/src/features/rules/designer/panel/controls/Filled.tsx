// Controls for several values at once: fields of a record, names and values that are sent.
import { useText } from '@/i18n'
import { useDesign } from '../../bench'
import { problemsOf } from '../../model/places'
import { PairsInput } from '../../parts/PairsInput'
import { ValuesInput, type Values } from '../../parts/ValuesInput'
import { textOf } from '../../words/common'
import type { OptionProps } from '../Option'

export function ValuesControl({ option, options, put, block, path, label, kind }: OptionProps) {
  const t = useText('ruleDesigner')
  const { forms, formIn, keeping } = useDesign()
  const task = forms.find((form) => form.traits?.task?.assignee)
  const form =
    kind.key === 'create_record'
      ? forms.find((x) => x.key === textOf(options.form))
      : kind.key === 'create_task'
        ? task
        : formIn(block)
  const slots = Object.values(task?.traits?.task ?? {})
  const said = kind.key === 'create_task' ? [...slots, task?.title ?? ''] : []
  if (!form) return <p className="caption">{t('values.none')}</p>
  return (
    <ValuesInput
      form={form}
      block={block}
      path={path}
      value={(options[option] as Values | undefined) ?? {}}
      onChange={(values) => put({ ...options, [option]: values }, `${path}.${option}`)}
      label={label}
      without={said}
      wrong={(key) => problemsOf(keeping.problems, path, `${option}.${key}`).length > 0}
    />
  )
}

export function PairsControl({ option, options, put, block, path, label }: OptionProps) {
  return (
    <PairsInput
      value={(options[option] as Values | undefined) ?? {}}
      onChange={(values) => put({ ...options, [option]: values }, `${path}.${option}`)}
      block={block}
      path={path}
      label={label}
    />
  )
}

export function BodyControl(props: OptionProps) {
  const t = useText('ruleDesigner')
  return (
    <>
      <PairsControl {...props} />
      <p className="caption">{t('option.bodyEmpty')}</p>
    </>
  )
}
