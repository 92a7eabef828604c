// One option of a trigger or a step: its words, the control that fits its schema, and what is wrong with it.
import { useFormat } from '@/core/format'
import { useText, type Key } from '@/i18n'
import { Field } from '@/ui'
import { useDesign } from '../bench'
import { problemsOf } from '../model/places'
import type { Kind, Options, Schema } from '../model/types'
import { controlFor } from './controls'

export type OptionProps = {
  option: string
  schema: Schema
  /** All the options, since some show or hang on others. */
  options: Options
  put: (options: Options, run?: string) => void
  /** Where the step stands; of a trigger ''. */
  block: string
  path: string
  label: string
  invalid: boolean
  ids: { id: string; 'aria-describedby'?: string | undefined }
  kind: Kind
}

type Props = Pick<OptionProps, 'option' | 'options' | 'put' | 'block' | 'path' | 'kind'> & { spot: string }

export function Option({ option, options, put, block, path, kind, spot }: Props) {
  const t = useText('ruleDesigner')
  const f = useFormat()
  const { keeping } = useDesign()
  const schema = kind.options.properties?.[option]
  if (!schema) return null
  const wrong = problemsOf(keeping.problems, spot, option)
  const hint = kind.hints[option]
  const label = hint ? f.words(hint) : t(`option.${option}` as Key<'ruleDesigner'>)
  const required = kind.options.required?.includes(option) ?? false
  const Control = controlFor(kind.key, option, schema)
  return (
    <Field
      label={label}
      required={required}
      error={wrong.length > 0 ? wrong.map((p) => p.detail).join(t('semicolon')) : undefined}
    >
      {(ids) => (
        <Control
          {...{ option, schema, options, put, block, path, label, kind }}
          ids={{ id: ids.id, 'aria-describedby': ids['aria-describedby'] }}
          invalid={wrong.length > 0}
        />
      )}
    </Field>
  )
}
