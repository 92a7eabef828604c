// One option: grip, colour, name; opened it shows every language, aliases, archive or delete.
import type { ReactNode } from 'react'
import { useFormat } from '@/core/format'
import type { Choice } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Icon, IconButton, Input } from '@/ui'
import { LinesInput } from '../parts/LinesInput'
import { LOCALES, WordsInput } from '../parts/WordsInput'
import css from './Choices.module.css'
import { ColourPick } from './ColourPick'

type Props = {
  choice: Choice
  grip: ReactNode
  twin: boolean
  open: boolean
  onOpen: () => void
  onChange: (change: Partial<Choice>) => void
  /** Absent where records may already bear it. */
  onRemove: (() => void) | undefined
}

export function ChoiceRow({ choice, grip, twin, open, onOpen, onChange, onRemove }: Props) {
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const name = f.words(choice.label)
  const unsaid = LOCALES.filter((l) => !choice.label[l])
  return (
    <div className={open ? css.opened : ''}>
      <div className={css.row}>
        {grip}
        <ColourPick value={choice.colour ?? null} onChange={(colour) => onChange({ colour })} name={name} />
        <Input
          size="small"
          invalid={twin}
          aria-label={t('choiceName', { name })}
          value={choice.label[f.locale] ?? ''}
          placeholder={name}
          onChange={(text) => onChange({ label: { ...choice.label, [f.locale]: text } })}
        />
        {twin && <Icon name="warn" size={14} label={t('twinChoice')} />}
        {unsaid.length > 0 && !open && (
          <span className="caption">{unsaid.map((l) => t(`tongues.${l}`)).join(' ')}</span>
        )}
        <IconButton
          icon={open ? 'up' : 'down'}
          size="small"
          tone="quiet"
          label={t(open ? 'fold' : 'unfold', { name })}
          aria-expanded={open}
          onClick={onOpen}
        />
      </div>
      {open && (
        <div className={css.more}>
          <Field label={t('label')}>
            {(ids) => (
              <WordsInput
                id={ids.id}
                label={t('label')}
                value={choice.label}
                onChange={(label) => onChange({ label })}
              />
            )}
          </Field>
          <Field label={t('aliases')} hint={t('choiceAliasesHint')}>
            {(ids) => (
              <LinesInput
                id={ids.id}
                label={t('aliases')}
                names
                value={choice.aliases ?? []}
                onChange={(aliases) => onChange({ aliases })}
              />
            )}
          </Field>
          <div className={css.foot}>
            <Button size="small" onClick={() => onChange({ archived: !choice.archived })}>
              {t(choice.archived ? 'unarchive' : 'archive')}
            </Button>
            {onRemove && (
              <Button size="small" look="text" icon="trash" onClick={onRemove}>
                {c('delete')}
              </Button>
            )}
            <span className="caption">{t('keyIs', { key: choice.key })}</span>
          </div>
        </div>
      )}
    </div>
  )
}
