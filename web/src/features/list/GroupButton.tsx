// Choosing what the list is put into groups by, and folding all of them at once.
import { fieldOf, fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Field, Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, IconButton, Menu, type MenuEntry } from '@/ui'
import { mayGroup, type ListState } from './state'
import css from './Toolbar.module.css'

export function GroupButton({ form, state }: { form: Form; state: ListState }) {
  const t = useText('list')
  const f = useFormat()
  const phone = usePhone()
  const chosen = state.group ? fieldOf(form, state.group) : undefined
  const name = chosen ? t('group.by', { field: f.words(chosen.label) }) : t('group.title')
  const choices = fieldsOf(form)
    .filter(mayGroup)
    .sort((a, b) => rank(a) - rank(b))
  if (choices.length === 0) return null
  const fold = (all: boolean) => state.setFolding({ all, turned: new Set() })
  const foldings: MenuEntry[] = [
    { key: '-open', icon: 'down', label: t('group.unfold'), onSelect: () => fold(false) },
    { key: '-shut', icon: 'right', label: t('group.fold'), onSelect: () => fold(true) },
    { divider: true },
  ]
  const items: MenuEntry[] = [
    ...(chosen ? foldings : []),
    { key: '', label: t('group.none'), checked: !chosen, onSelect: () => state.set({ group: null }) },
    ...choices.map((field) => ({
      key: field.key,
      label: f.words(field.label),
      checked: field.key === chosen?.key,
      onSelect: () => state.set({ group: field.key }),
    })),
  ]
  return (
    <Menu items={items}>
      {phone ? (
        <IconButton icon="group" label={name} className={chosen ? css.on : ''} aria-haspopup="menu" />
      ) : (
        <Button size="small" icon="group" on={chosen !== undefined} aria-haspopup="menu">
          {name}
        </Button>
      )}
    </Menu>
  )
}

/** Stages and people first, then choices, then what a record points at; months last. */
const ORDER = ['stage', 'person', 'department', 'choice', 'switch', 'relation', 'cascade', 'rating', 'date', 'datetime']
const rank = (field: Field): number => ORDER.indexOf(field.kind)
