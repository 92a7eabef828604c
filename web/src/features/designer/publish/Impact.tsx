// What stands in the way of publishing or follows from it: problems, values that do not convert, twins, uses.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { listRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Checkbox, Icon } from '@/ui'
import { useBench } from '../sight'
import { fieldAt } from '../model/paths'
import { spotOf } from '../model/problems'
import type { Diff, Example } from '../model/types'
import { removeRule } from '../model/rules'
import { useProblemWords } from '../parts/problemWords'
import { UsageList } from '../panel/UsedWhere'
import { useChangeWords } from './changeWords'
import css from './Publish.module.css'

const useName = () => {
  const { form, inForce } = useBench()
  const f = useFormat()
  return (path: string) => f.words(fieldAt(form, path)?.label ?? (inForce && fieldAt(inForce, path)?.label)) || path
}

export function Problems({ diff }: { diff: Diff }) {
  const t = useText('designer')
  const { form, edit, setTab, choose } = useBench()
  const words = useProblemWords()
  if (diff.problems.length === 0) return null
  return (
    <section className={css.bad}>
      <h3>{t('problemsCount', { count: diff.problems.length })}</h3>
      <ul>
        {diff.problems.map((p) => {
          const spot = spotOf(p, form)
          const go = () => {
            setTab(spot.tab)
            if (spot.tab === 'fields' && spot.at) choose({ fields: [spot.at], section: null })
          }
          return (
            <li key={`${p.field}.${p.code}`}>
              {words(p)}{' '}
              <button type="button" className="link-button" onClick={go}>
                {t('locate')}
              </button>
              {spot.tab === 'rules' && spot.at && (
                <>
                  {' '}
                  <button type="button" className="link-button" onClick={() => edit((x) => removeRule(x, spot.at!))}>
                    {t('removeRule')}
                  </button>
                </>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Whoever publishes must say that values which do not convert may go. */
export type Agree = { on: boolean; set: (on: boolean) => void }

export function Conversions({ diff, agree }: { diff: Diff; agree: Agree | null }) {
  const t = useText('designer')
  const f = useFormat()
  const name = useName()
  const { kinds } = useBench()
  if (diff.conversions.length === 0) return null
  const kind = (key: string) => f.words(kinds.get(key)?.label) || key
  return (
    <section className={diff.conversions.some((c) => c.fails > 0 || c.possible === false) ? css.bad : css.block}>
      <h3>{t('conversions')}</h3>
      {diff.conversions.map((c) => (
        <div key={c.field} className={css.conversion}>
          <p>
            {t('converts', { name: name(c.field), from: kind(c.from), to: kind(c.to) })}{' '}
            <span className="t2">
              {c.possible === false
                ? t('neverConverts')
                : c.fails === 0
                  ? t('allConvert', { count: c.rows, rows: f.number(c.rows) })
                  : t('someFail', { count: c.fails, rows: f.number(c.rows), fails: f.number(c.fails) })}
            </span>
          </p>
          <Examples items={c.examples} />
        </div>
      ))}
      {agree && (
        <Checkbox checked={agree.on} onChange={agree.set}>
          {t('agreeLosses')}
        </Checkbox>
      )}
    </section>
  )
}

export function Twins({ diff }: { diff: Diff }) {
  const t = useText('designer')
  const name = useName()
  const twins = diff.uniques.filter((u) => u.twins > 0)
  if (twins.length === 0) return null
  return (
    <section className={css.bad}>
      <h3>{t('twins')}</h3>
      {twins.map((u) => (
        <div key={u.field} className={css.conversion}>
          <p>{t('twinsOf', { name: name(u.field), count: u.twins })}</p>
          <Examples items={u.examples} field={u.field} />
        </div>
      ))}
    </section>
  )
}

/** `field`: the values of which are so in the records at hand, so that these can be looked at. */
function Examples({ items, field }: { items: Example[]; field?: string }) {
  const t = useText('designer')
  const { form } = useBench()
  const say = useChangeWords()
  if (items.length === 0) return null
  return (
    <ul className={css.examples}>
      {items.map((x, i) => (
        <li key={i}>
          <span className="ellipsis">{say.value(x.value)}</span>
          {field === undefined ? (
            <span className="t3">{t('timesN', { count: x.count })}</span>
          ) : (
            <Link to={listRoute(form.key, { field, op: 'eq', value: x.value })} target="_blank">
              {t('timesN', { count: x.count })}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

export function Uses({ diff }: { diff: Diff }) {
  const t = useText('designer')
  const name = useName()
  // That a field stands in a section is seen on the canvas.
  const uses = diff.uses
    .map((u) => ({ ...u, items: u.items.filter((item) => item.kind !== 'section') }))
    .filter((u) => u.items.length > 0)
  if (uses.length === 0) return null
  return (
    <section className={css.block}>
      <h3>{t('touches')}</h3>
      {uses.map((u) => (
        <div key={u.field}>
          <p className={css.used}>
            <Icon name="link" size={14} /> {name(u.field)}
          </p>
          <UsageList items={u.items} />
        </div>
      ))}
    </section>
  )
}
