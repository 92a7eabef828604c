// Several fields at once: demand, lock, move to a section, delete.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { Button, Field, Icon, Select } from '@/ui'
import { NOTHING } from '../bench'
import { useBench } from '../sight'
import { useRemoving } from '../canvas/cardActs'
import { changeMany } from '../model/fields'
import { moveFields } from '../model/layout'
import { detailOf, fieldAt } from '../model/paths'
import css from './Panel.module.css'

const LOOSE = '-'

export function BulkPanel({ paths }: { paths: string[] }) {
  const t = useText('designer')
  const c = useText('common')
  const f = useFormat()
  const { form, kinds, edit, choose } = useBench()
  const remove = useRemoving()
  const written = paths.filter((p) => !kinds.get(fieldAt(form, p)?.kind ?? '')?.computed)
  const own = paths.filter((p) => detailOf(p) === null)
  const sections = (form.sections ?? []).map((s) => ({ value: s.key, label: f.words(s.label) || t('unnamed') }))
  const put = (part: 'required' | 'readonly', on: boolean) => (
    <Button onClick={() => edit((x) => changeMany(x, written, { [part]: on }))}>
      {t(`${on ? 'set' : 'unset'}.${part}`)}
    </Button>
  )
  return (
    <div className={css.panel} data-testid="bulk-panel">
      <div className={css.head}>
        <Icon name="rows" />
        <b>{t('chosenCount', { count: paths.length })}</b>
        <span className="caption">
          <button type="button" className="link-button" onClick={() => choose(NOTHING)}>
            {t('chooseNone')}
          </button>
        </span>
      </div>
      <p className="caption">{paths.map((p) => f.words(fieldAt(form, p)?.label) || p).join(t('comma'))}</p>
      <div className={css.block}>
        <div className={css.two}>
          {put('required', true)}
          {put('required', false)}
          {put('readonly', true)}
          {put('readonly', false)}
        </div>
      </div>
      {sections.length > 0 && own.length > 0 && (
        <div className={css.block}>
          <Field label={t('moveTo')}>
            {(ids) => (
              <Select
                {...ids}
                value={null}
                placeholder={t('chooseSection')}
                options={[...sections, { value: LOOSE, label: t('looseFields') }]}
                onChange={(to) =>
                  to && edit((x) => moveFields(x, own, { section: to === LOOSE ? null : to, before: null }))
                }
              />
            )}
          </Field>
        </div>
      )}
      <div className={css.block}>
        <Button icon="trash" onClick={() => remove(paths)}>
          {c('delete')}
        </Button>
      </div>
    </div>
  )
}
