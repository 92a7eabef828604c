// The answer: yes or no, because of which rule; then every other rule that has a say, each linked to where it is set.
import { Link } from 'react-router'
import { fieldsOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { recordRoute, roleRoute } from '@/core/routes'
import { LookAs } from '@/features/looking/LookAs'
import { useText } from '@/i18n'
import { Icon } from '@/ui'
import type { Answer, Reason } from './explain'
import css from './Explain.module.css'
import { useReasonWords } from './reasonWords'

export function Answered({ answer }: { answer: Answer }) {
  const t = useText('explain')
  const said = useReasonWords(answer)
  const deciding = answer.because.map((at) => answer.reasons[at]).filter((each) => each !== undefined)
  const others = answer.reasons.filter((each) => !deciding.includes(each))
  return (
    <div className={css.answer}>
      <Verdict answer={answer} />
      {deciding.length > 0 ? (
        <ul className={css.reasons}>
          {deciding.map((reason, at) => (
            <ReasonLine key={at} reason={reason} said={said.because(reason)} deciding />
          ))}
        </ul>
      ) : (
        <p className={css.none}>{said.nothing()}</p>
      )}
      {others.length > 0 && (
        <>
          <h3 className="caption">{t('others')}</h3>
          <ul className={css.reasons}>
            {others.map((reason, at) => (
              <ReasonLine key={at} reason={reason} said={said.beside(reason)} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Verdict({ answer }: { answer: Answer }) {
  const t = useText('explain')
  const roles = useText('roles')
  const f = useFormat()
  const form = useForms().data?.items.find((each) => each.key === answer.form)
  const field = form && fieldsOf(form).find((each) => each.key === answer.field)
  const name = answer.person.title ?? `#${answer.person.id}`
  const what = answer.record
    ? t('thisRecord', { form: f.words(form?.label), title: answer.record.title || `#${answer.record.id}` })
    : t('anyRecord', { form: f.words(form?.label) })
  const act = roles(`action.${answer.action as 'read'}`)
  return (
    <div className={css.verdict}>
      <Icon
        name={answer.allowed ? 'check' : 'close'}
        size={20}
        style={{ color: answer.allowed ? 'var(--won)' : 'var(--t3)' }}
      />
      <div>
        <h2>{t(answer.allowed ? 'can' : 'cannot', { name, action: act, what })}</h2>
        {answer.level && field && (
          <p>{t('fieldIs', { field: f.words(field.label), level: roles(`level.${answer.level}`) })}</p>
        )}
        <span className={css.verdictActs}>
          {answer.record && <Link to={recordRoute(answer.form, answer.record.id)}>{t('openRecord')}</Link>}
          <LookAs person={{ id: answer.person.id, title: name }} />
        </span>
      </div>
    </div>
  )
}

function ReasonLine({ reason, said, deciding }: { reason: Reason; said: string; deciding?: boolean }) {
  const t = useText('explain')
  const roles = useText('roles')
  return (
    <li className={deciding ? css.deciding : css.beside}>
      <span>{said}</span>
      {reason.fields_level && reason.kind !== 'cap' && (
        <span className="caption">{t('itsLevel', { level: roles(`level.${reason.fields_level}`) })}</span>
      )}
      {reason.role && (
        <Link to={roleRoute(reason.role.key, reason.at)} className={css.small}>
          {t('toRule')}
        </Link>
      )}
    </li>
  )
}
