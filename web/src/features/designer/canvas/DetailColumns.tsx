// The columns of a detail table while it is chosen: ordered here, set in the panel, added from the same controls.
import { useFormat } from '@/core/format'
import { useText } from '@/i18n'
import { kindOf } from '@/kinds'
import { Button, Icon, Menu } from '@/ui'
import { useBench } from '../sight'
import { moveColumn } from '../model/fields'
import { columnsOf } from '../model/paths'
import { fieldProblems } from '../model/problems'
import type { FieldDef } from '../model/types'
import { Sortable } from '../parts/Sortable'
import { useAdding } from './adding'
import css from './Canvas.module.css'

export function DetailColumns({ detail }: { detail: FieldDef }) {
  const t = useText('designer')
  const f = useFormat()
  const { kinds, chosen, choose, edit, keeping } = useBench()
  const add = useAdding()
  const items = [...kinds.values()]
    .filter((k) => k.detail)
    .map((k) => ({
      key: k.key,
      label: f.words(k.label),
      icon: kindOf(k.key).icon,
      onSelect: () => add(k, undefined, detail.key),
    }))
  return (
    <div className={css.columns}>
      <Sortable
        items={columnsOf(detail)}
        keyOf={(c) => c.key}
        nameOf={(c) => f.words(c.label)}
        onMove={(key, before) => edit((x) => moveColumn(x, `${detail.key}.${key}`, before))}
      >
        {(column, grip) => {
          const path = `${detail.key}.${column.key}`
          const on = chosen.fields.includes(path)
          return (
            <div className={[css.column, on ? css.columnChosen : ''].join(' ')}>
              {grip}
              <button
                type="button"
                className={css.columnName}
                aria-pressed={on}
                onClick={() => choose({ fields: [path], section: null })}
              >
                <Icon name={kindOf(column.kind).icon} size={14} />
                <span className="ellipsis">{f.words(column.label) || column.key}</span>
                {column.required && <span className="hot">*</span>}
                <span className="caption">{f.words(kinds.get(column.kind)?.label)}</span>
                {fieldProblems(keeping.problems, path).length > 0 && (
                  <span className="hot">
                    <Icon name="warn" size={14} label={t('hasProblem')} />
                  </span>
                )}
              </button>
            </div>
          )
        }}
      </Sortable>
      <Menu items={items}>
        <Button size="small" look="text" icon="plus" aria-haspopup="menu">
          {t('addColumn')}
        </Button>
      </Menu>
    </div>
  )
}
