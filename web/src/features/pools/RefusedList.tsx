// Which of many records were refused, each with its reason; the others are done.
import { Link } from 'react-router'
import { recordRoute } from '@/core/routes'
import { useText } from '@/i18n'
import { Button, Modal } from '@/ui'
import { useRefused } from './acts'
import css from './Pools.module.css'

export function RefusedList() {
  const t = useText('pools')
  const c = useText('common')
  const { done, form, items, put } = useRefused()
  const close = () => put({ done: 0, form: '', items: [] })
  if (items.length === 0) return null
  return (
    <Modal
      open
      onClose={close}
      width={560}
      title={t('refusedTitle', { count: items.length })}
      footer={<Button onClick={close}>{c('close')}</Button>}
    >
      <p className="t2">{t('refusedRest', { count: done })}</p>
      <ul className={css.refusals} aria-label={t('refusedTitle', { count: items.length })}>
        {items.map((each) => (
          <li key={each.id}>
            <Link to={recordRoute(form, each.id)} onClick={close}>
              {each.title}
            </Link>
            <span className="t2">{each.why}</span>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
