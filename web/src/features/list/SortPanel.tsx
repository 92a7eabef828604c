// Sorting by up to three fields.
import { fieldOf, fieldsOf } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, IconButton, Segmented, Select } from '@/ui'
import css from './panels.module.css'

const MOST = 3

export const keyOf = (sort: string): string => sort.replace(/^-/, '')
export const isDown = (sort: string): boolean => sort.startsWith('-')

/** Next state of a column head: none → down → up → none. */
export function cycled(sort: string[], key: string): string[] {
  if (sort[0] === `-${key}`) return [key]
  return sort[0] === key ? [] : [`-${key}`]
}

export function SortPanel({
  form,
  sort,
  onChange,
  bare = false,
}: {
  form: Form
  sort: string[]
  onChange: (sort: string[]) => void
  /** Where it stands says already what it is. */
  bare?: boolean
}) {
  const t = useText('list')
  const f = useFormat()
  const phone = usePhone() // its sheet says the title already
  const sortable = fieldsOf(form).filter((x) => x.sortable !== false)
  const free = sortable.filter((x) => !sort.some((s) => keyOf(s) === x.key))
  const put = (i: number, value: string) => onChange(sort.map((s, j) => (j === i ? value : s)))
  return (
    <div className={css.panel}>
      {!phone && !bare && <b>{t('sorting.title')}</b>}
      {sort.length === 0 && <p className="caption">{t('sorting.none')}</p>}
      {sort.map((s, i) => (
        <div key={keyOf(s)} className={css.line}>
          <Select
            options={[fieldOf(form, keyOf(s)), ...free]
              .filter((x) => x !== undefined)
              .map((x) => ({ value: x.key, label: f.words(x.label) }))}
            value={keyOf(s)}
            onChange={(key) => key && put(i, isDown(s) ? `-${key}` : key)}
            aria-label={t('sorting.title')}
          />
          <Segmented
            value={isDown(s) ? 'down' : 'up'}
            onChange={(d) => put(i, d === 'down' ? `-${keyOf(s)}` : keyOf(s))}
            options={[
              { value: 'up', icon: 'arrow-up', name: t('sorting.ascending') },
              { value: 'down', icon: 'arrow-down', name: t('sorting.descending') },
            ]}
          />
          <IconButton
            icon="close"
            size="small"
            tone="quiet"
            label={t('sorting.remove')}
            onClick={() => onChange(sort.filter((_, j) => j !== i))}
          />
        </div>
      ))}
      {sort.length < MOST && free[0] && (
        <Button
          size="small"
          look="text"
          icon="plus"
          className={css.add}
          onClick={() => onChange([...sort, `-${free[0]!.key}`])}
        >
          {t('sorting.add')}
        </Button>
      )}
    </div>
  )
}
