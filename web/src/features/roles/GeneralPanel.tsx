// What the role says beside the matrix: its name, where its people begin, masked values, dashboards and buttons, who has it.
import { Link } from 'react-router'
import { useArranged } from '@/features/menu/menu'
import { WordsInput } from '@/features/designer/parts/WordsInput'
import { useFormat } from '@/core/format'
import type { Words } from '@/core/types'
import { useText } from '@/i18n'
import { Field, NumberInput, Select, Switch } from '@/ui'
import { useBench } from './bench'
import { ClosedPart } from './ClosedPart'
import { Members } from './Members'
import css from './Roles.module.css'
import type { Definition } from './types'

const MOST_REVEALS = 10_000
export const USUAL_REVEALS = 30

export function GeneralPanel() {
  const t = useText('roles')
  const { now, edit } = useBench()
  const put = (part: Partial<Definition>, run?: string) =>
    edit((before) => ({ ...before, rest: { ...before.rest, ...part } }), run)
  return (
    <div className={css.panel}>
      <div className={css.panelHead}>
        <h2>{t('general')}</h2>
      </div>
      <Field label={t('name')}>
        {(ids) => (
          <WordsInput
            id={ids.id}
            label={t('name')}
            value={now.label}
            onChange={(label) => edit((before) => ({ ...before, label: spoken(label) }), 'label')}
          />
        )}
      </Field>
      <Home value={now.rest.home ?? '/'} onChange={(home) => put({ home })} />
      <Field label={t('reveals')} hint={t('revealsHint')}>
        {(ids) => (
          <NumberInput
            {...ids}
            value={now.rest.reveals ?? USUAL_REVEALS}
            min={0}
            max={MOST_REVEALS}
            decimals={0}
            after={t('perDay')}
            onChange={(reveals) => put({ reveals: reveals ?? 0 }, 'reveals')}
          />
        )}
      </Field>
      <Field label={t('admin')} hint={t('adminHint')}>
        {(ids) => (
          <span>
            <Switch
              id={ids.id}
              checked={now.rest.admin === true}
              onChange={(admin) => put({ admin: admin || undefined })}
              aria-label={t('admin')}
            />
          </span>
        )}
      </Field>
      <ClosedPart
        value={now.rest.closed ?? {}}
        onChange={(closed) => put({ closed: Object.keys(closed).length ? closed : undefined })}
      />
      <section>
        <h3>{t('menus')}</h3>
        <p className="caption">
          {t('menusWhy')} <Link to="/menu">{t('menusLink')}</Link>
        </p>
      </section>
      <Members />
    </div>
  )
}

/** A language left empty says nothing. */
const spoken = (label: Words): Words => Object.fromEntries(Object.entries(label).filter(([, text]) => Boolean(text)))

/** Where people of the role begin their day. */
function Home({ value, onChange }: { value: string; onChange: (home: string) => void }) {
  const t = useText('roles')
  const f = useFormat()
  const entries = useArranged().data?.entries ?? []
  const known = entries.map((entry) => ({ value: entry.route, label: f.words(entry.label) }))
  const options = known.some((each) => each.value === value) ? known : [{ value, label: value }, ...known]
  return (
    <Field label={t('home')} hint={t('homeHint')}>
      {(ids) => (
        <Select
          id={ids.id}
          options={options}
          value={value}
          onChange={(home) => onChange(home ?? '/')}
          searchable
          aria-label={t('home')}
        />
      )}
    </Field>
  )
}
