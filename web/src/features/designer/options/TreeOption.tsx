// The tree of a cascade, written as indented lines.
import { useState } from 'react'
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Field, TextArea } from '@/ui'
import type { OptionProps } from './SchemaForm'
import { fromLines, toLines, type Node } from './tree'

export function TreeOption({ label, value, onChange, error }: OptionProps) {
  const t = useText('designer')
  const { locale } = useFormat()
  const nodes = (value as Node[] | undefined) ?? []
  // While it is typed the text is the person's own: a half written line is no tree yet.
  const [text, setText] = useState<string | null>(null)
  return (
    <Field label={label} hint={t('treeHint')} error={error}>
      {(ids) => (
        <TextArea
          {...ids}
          rows={[6, 18]}
          value={text ?? toLines(nodes, locale)}
          onChange={(now) => {
            setText(now)
            onChange(fromLines(now, locale, nodes), true)
          }}
          onBlur={() => setText(null)}
        />
      )}
    </Field>
  )
}
