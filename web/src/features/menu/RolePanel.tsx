// What a role has of its own: the page it begins with, and its order.
import { useFormat } from '@/core/format'
import { useForm } from '@/core/forms'
import type { View } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Field, Select } from '@/ui'
import css from './MenuEditor.module.css'
import type { Work } from './MenuEditor'
import { hasOrder, homeOf, withHome, withoutOrder } from './model'

export function RolePanel({ work, role }: { work: Work; role: string }) {
  const t = useText('menu')
  const f = useFormat()
  const { menu, edit, arranged } = work
  const home = homeOf(menu, role) ?? arranged.roles.find((each) => each.key === role)?.home ?? '/'
  const [path, query] = home.split('?')
  const form = path?.startsWith('/f/') ? path.slice(3) : null
  const pages = arranged.entries.map((each) => ({ value: each.route, label: f.words(each.label) }))
  const begin = (to: string) => edit((now) => withHome(now, role, to))
  return (
    <div className={css.role}>
      <Field label={t('home')} hint={t('homeHint')}>
        {(field) => (
          <Select {...field} searchable options={pages} value={path ?? '/'} onChange={(to) => begin(to ?? '/')} />
        )}
      </Field>
      {form && <ViewPick form={form} value={query?.slice(5) ?? ''} onChange={(view) => begin(path + view)} />}
      {hasOrder(menu, role) && (
        <Button look="text" icon="undo" onClick={() => edit((now) => withoutOrder(now, role))}>
          {t('noOrder')}
        </Button>
      )}
    </div>
  )
}

/** The view of the form that opens; views of one person alone are not offered. */
function ViewPick({ form, value, onChange }: { form: string; value: string; onChange: (query: string) => void }) {
  const t = useText('menu')
  const f = useFormat()
  const { data } = useForm(form)
  const nameOf = (view: View) => view.key ?? String(view.id)
  const shared = (data?.views ?? []).filter((view) => !view.mine || view.shared)
  const options = [
    { value: '', label: t('usualView') },
    ...shared.map((view) => ({ value: nameOf(view), label: f.words(view.label) })),
  ]
  return (
    <Field label={t('view')}>
      {(field) => (
        <Select {...field} options={options} value={value} onChange={(key) => onChange(key ? `?view=${key}` : '')} />
      )}
    </Field>
  )
}
