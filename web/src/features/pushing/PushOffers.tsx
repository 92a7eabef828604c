// What can be pushed from a record: a button for each push that is offered, and what it became already.
import { Link } from 'react-router'
import { useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { openPush, usePushes, type OfferedPush } from '@/core/pushing'
import { recordRoute } from '@/core/routes'
import { useLooking } from '@/core/session'
import type { Form, Row } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip, Tooltip, type MenuEntry } from '@/ui'
import css from './pushing.module.css'

type Props = { form: Form; row: Row }

/** The pushes that are shown here: offered, and one may do them or is told what for one lacks. */
function useOffers({ form, row }: Props): OfferedPush[] {
  const looking = useLooking()
  const found = usePushes(form, row.id, row.version).data?.items ?? []
  const offered = found.filter((each) => each.offered && !looking && (each.again || !each.done))
  return offered.filter((each) => each.may || each.lacks.length > 0)
}

/** A button for each of the first `most`. */
export function PushOffers({ form, row, most = Infinity }: Props & { most?: number }) {
  const shown = useOffers({ form, row }).slice(0, Math.max(0, most))
  if (shown.length === 0) return null
  return (
    <span className={css.offers}>
      {shown.map((each) => (
        <Offer key={each.key} form={form} row={row} push={each} />
      ))}
    </span>
  )
}

/** Those that come after the first `most`, as entries of a menu. */
export function usePushEntries(form: Form, row: Row, most: number): MenuEntry[] {
  const f = useFormat()
  const lacking = useLacking()
  return useOffers({ form, row })
    .slice(Math.max(0, most))
    .map((push) => ({
      key: `push-${push.key}`,
      label: f.words(push.label),
      icon: 'swap',
      disabled: !push.may,
      hint: push.may ? undefined : lacking(push),
      onSelect: () => openPush({ form: form.key, id: row.id, push: push.key }),
    }))
}

/** What somebody may not make and so cannot push. */
function useLacking(): (push: OfferedPush) => string {
  const t = useText('pushing')
  const r = useText('record')
  const f = useFormat()
  return (push) => t('lacksAll', { forms: push.lacks.map((words) => f.words(words)).join(r('and')) })
}

function Offer({ form, row, push }: Props & { push: OfferedPush }) {
  const f = useFormat()
  const lacking = useLacking()
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
  return push.may ? button : <Tooltip text={lacking(push)}>{button}</Tooltip>
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
