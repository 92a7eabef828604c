// What can be pushed from a record: a button for each push that is offered, and what it became already.
import { Link } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { openPush, usePushes, type OfferedPush } from '@/core/pushing'
import { recordRoute } from '@/core/routes'
import { useLooking } from '@/core/session'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip, Tooltip } from '@/ui'
import css from './pushing.module.css'

type Props = { form: Form; row: Row }

/** A button for each push that is offered. `apart`: on a line of its own. */
export function PushOffers({ form, row, apart = false }: Props & { apart?: boolean }) {
  const looking = useLooking()
  const found = usePushes(form, row.id, row.version).data?.items ?? []
  const shown = found.filter((each) => each.offered && !looking && (each.again || !each.done))
  if (!shown.some((each) => each.may || each.lacks.length > 0)) return null
  return (
    <span className={[css.offers, apart ? css.apart : ''].join(' ')}>
      {shown.map((each) => (
        <Offer key={each.key} form={form} row={row} push={each} />
      ))}
    </span>
  )
}

function Offer({ form, row, push }: Props & { push: OfferedPush }) {
  const t = useText('pushing')
  const r = useText('record')
  const f = useFormat()
  const lacks = push.lacks.map((words) => f.words(words)).join(r('and'))
  const button = (
    <Button
      icon="swap"
      disabled={!push.may}
      onClick={() => openPush({ form: form.key, id: row.id, push: push.key })}
      data-testid={`push-${push.key}`}
    >
      {f.words(push.label)}
    </Button>
  )
  if (push.may) return button
  return lacks ? <Tooltip text={t('lacksAll', { forms: lacks })}>{button}</Tooltip> : null
}

/** What the record became already, as links, on a line of their own. */
export function PushBecame({ form, row }: Props) {
  const t = useText('pushing')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const found = usePushes(form, row.id, row.version).data?.items ?? []
  const links = found.flatMap((push) =>
    (push.done?.records ?? []).filter((each) => each.title).map((each) => ({ push, each })),
  )
  if (links.length === 0) return null
  return (
    <div className={`${css.offers} ${css.apart}`} data-testid="push-became">
      {links.map(({ push, each }) => (
        <Link key={`${push.key}.${each.form}.${each.id}`} to={recordRoute(each.form, each.id)} className={css.link}>
          <Chip icon="link" title={t('became', { push: f.words(push.label) })}>
            {f.words(forms.find((x) => x.key === each.form)?.label)} · {each.title}
          </Chip>
        </Link>
      ))}
    </div>
  )
}
