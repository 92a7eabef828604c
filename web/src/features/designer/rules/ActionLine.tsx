// One thing a rule does: require, lock, hide, show fields; set a value; narrow options; warn or refuse with a message.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Select } from '@/ui'
import { useBench } from '../sight'
import { shownFields } from '../model/paths'
import { become } from '../model/rules'
import { DOES, type ActionDef } from '../model/types'
import { ListSlot } from '../parts/ListSlot'
import { WordsInput } from '../parts/WordsInput'
import { NarrowTo } from './NarrowTo'
import css from './Rules.module.css'
import { SetValue } from './SetValue'

type Props = { action: ActionDef; onChange: (action: ActionDef, run?: boolean) => void }

export function ActionLine({ action, onChange }: Props) {
  const t = useText('designer')
  const f = useFormat()
  const { form } = useBench()
  const fields = shownFields(form).map((x) => ({ value: x.key, label: f.words(x.label) || x.key }))
  const speaks = action.do === 'warn' || action.do === 'refuse'
  return (
    <div className={css.action}>
      <span className={css.sentence}>
        <Select
          size="small"
          width={112}
          aria-label={t('does')}
          value={action.do}
          onChange={(to) => to && onChange(become(action, to))}
          options={DOES.map((x) => ({ value: x, label: t(`do.${x}`) }))}
        />
        {action.do === 'set' ? (
          <>
            <Select
              size="small"
              width={160}
              searchable
              aria-label={t('setField')}
              value={action.field ?? null}
              options={fields}
              onChange={(field) => onChange({ ...action, field, value: null })}
            />
            <span>{t('setTo')}</span>
            <SetValue action={action} onChange={onChange} />
          </>
        ) : action.do === 'narrow' ? (
          <NarrowTo action={action} onChange={onChange} />
        ) : (
          <ListSlot
            label={t(speaks ? 'markFields' : 'actOn')}
            options={fields}
            value={action.fields ?? []}
            onChange={(chosen) => onChange({ ...action, fields: chosen })}
            empty={t(speaks ? 'markFields' : 'actOn')}
          />
        )}
      </span>
      {speaks && (
        <WordsInput
          label={t('message')}
          value={action.message}
          onChange={(message) => onChange({ ...action, message }, true)}
        />
      )}
    </div>
  )
}
