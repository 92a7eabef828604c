// Records that law or open money keeps, with the reason and what of them stays.
import { Link } from 'react-router'
import { useFormat } from '@/core/format'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import type { KeptRecord } from './personal'
import css from './Personal.module.css'

/** `whole`: on a page of its own, which scrolls as a whole. */
export function KeptList({ kept, whole }: { kept: KeptRecord[]; whole?: boolean }) {
  const t = useText('personal')
  const f = useFormat()
  return (
    <ul className={`${css.kept} ${whole ? '' : css.boxed}`}>
      {kept.map((each) => (
        <li key={`${each.form}${each.id}`}>
          <Link to={recordRoute(each.form, each.id)} target="_blank">
            {each.title || `#${each.id}`}
          </Link>
          {each.reasons.map((reason, at) => (
            <div key={`${reason.code}${at}`}>
              <b>{reason.label}</b>
              {reason.until && <span> · {t('until', { day: f.date(reason.until) })}</span>}
              {reason.keeps.length > 0 && <span> · {t('keeps', { fields: reason.keeps.join(t('comma')) })}</span>}
              {reason.law && <div className="caption">{reason.law}</div>}
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}
