// What a view is called, its sign, who sees it, and for whom it opens first.
import { useQuery } from '@tanstack/react-query'
import { may } from '@/core/forms'
import { useFormat } from '@/core/format'
import { get } from '@/core/http'
import type { Form, Words } from '@/core/types'
import { useViewEditor, type Audience, type Draft } from '@/features/list/preview'
import { useText } from '@/i18n'
import { Checkbox, Field, Icon, Input, isIconName, MultiSelect, Segmented, Select, type IconName } from '@/ui'
import css from './views.module.css'

/** Signs that tell views apart; none of them is a drop. */
const SIGNS: IconName[] = [
  'table',
  'kanban',
  'calendar',
  'gallery',
  'gantt',
  'star',
  'flag',
  'clock',
  'task',
  'people',
  'phone',
  'cash',
]

type Props = { form: Form; draft: Draft; error?: string | undefined }

export function Basics({ form, draft, error }: Props) {
  const t = useText('views')
  const l = useText('list')
  const { set, define } = useViewEditor()
  const { icon } = draft.definition
  return (
    <div className={css.basics}>
      <div className={css.named}>
        <Field label={t('sign')}>
          {(ids) => (
            <Select
              id={ids.id}
              width={72}
              aria-label={t('sign')}
              value={isIconName(icon) ? icon : 'none'}
              onChange={(value) => define({ icon: value === 'none' ? null : value })}
              options={[
                { value: 'none', label: '—' },
                ...SIGNS.map((name) => ({ value: name as string, label: <Icon name={name} label={name} /> })),
              ]}
            />
          )}
        </Field>
        <div className={css.name}>
          <Field label={l('view.name')} error={error}>
            {(ids) => (
              <Input
                {...ids}
                value={draft.name}
                onChange={(name) => set({ name })}
                placeholder={l('view.nameHint')}
                maxLength={40}
                autoFocus={draft.name === ''}
              />
            )}
          </Field>
        </div>
      </div>
      {may(form, 'configure') && <Who form={form} draft={draft} />}
      <Checkbox checked={draft.first} onChange={(first) => set({ first })}>
        {t('myFirst')}
      </Checkbox>
    </div>
  )
}

const useRoles = (form: string) =>
  useQuery({
    queryKey: ['forms', form, 'audience'],
    queryFn: () => get<{ items: { key: string; label: Words }[] }>(`/forms/${form}/audience`),
    staleTime: 600_000,
  })

/** Only for those who may configure the form. */
function Who({ form, draft }: { form: Form; draft: Draft }) {
  const t = useText('views')
  const f = useFormat()
  const { set, define } = useViewEditor()
  const roles = useRoles(form.key)
  const options = (roles.data?.items ?? []).map((role) => ({ value: role.key, label: f.words(role.label) || role.key }))
  const { roles: chosen = [], default_for: first = [] } = draft.definition
  const possible = draft.audience === 'roles' ? options.filter((role) => chosen.includes(role.value)) : options
  return (
    <>
      <Field label={t('who')}>
        {() => (
          <Segmented<Audience>
            block
            value={draft.audience}
            onChange={(audience) => set({ audience })}
            options={[
              { value: 'me', label: t('audience.me') },
              { value: 'all', label: t('audience.all') },
              { value: 'roles', label: t('audience.roles') },
            ]}
            aria-label={t('who')}
          />
        )}
      </Field>
      {draft.audience === 'roles' && (
        <Field label={t('whichRoles')} hint={t('rolesHint')}>
          {(ids) => (
            <MultiSelect
              id={ids.id}
              options={options}
              value={chosen}
              onChange={(keys) => define({ roles: keys })}
              loading={roles.isPending}
              aria-label={t('whichRoles')}
            />
          )}
        </Field>
      )}
      {draft.audience !== 'me' && (
        <Field label={t('firstFor')} hint={t('firstForHint')}>
          {(ids) => (
            <MultiSelect
              id={ids.id}
              options={possible}
              value={first.filter((key) => possible.some((role) => role.value === key))}
              onChange={(keys) => define({ default_for: keys })}
              loading={roles.isPending}
              aria-label={t('firstFor')}
            />
          )}
        </Field>
      )}
    </>
  )
}
