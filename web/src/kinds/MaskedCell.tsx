// A masked value, with an eye to look at it where the page offers that.
import { useContext } from 'react'
import { useText } from '@/i18n'
import { IconButton } from '@/ui'
import type { CellProps } from './kind'
import css from './kinds.module.css'
import { Revealing } from './masked'

export function MaskedCell({ mask, field, form, row }: CellProps & { mask: string }) {
  const t = useText('sharing')
  const reveals = useContext(Revealing)
  return (
    <span className={css.masked}>
      <span className="ellipsis" title={t('mask.what')}>
        {mask}
      </span>
      {reveals && form && row && (
        <IconButton
          icon="eye"
          size="small"
          tone="quiet"
          className={css.eye}
          label={t('mask.look')}
          disabled={reveals.busy}
          onClick={(e) => {
            e.stopPropagation()
            e.preventDefault()
            reveals.look(form.key, row.id, field.key, mask)
          }}
        />
      )}
    </span>
  )
}
