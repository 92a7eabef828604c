// What a pool would do: what falls tonight, and what would have in the last 90 days; every figure leads to its records.
import type { ReactNode } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { readDraft } from '@/core/drafts'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { recordRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Button, Chip, ErrorState, IconButton, Person, SkeletonRows } from '@/ui'
import { usePool } from '../pools'
import { useDefinition, useRehearsal, type Falling, type Rehearsed, type Sample } from './api'
import css from './Design.module.css'
import { ListLink } from './ListLink'
import { read } from './model'
import type { Definition } from './types'
import { useRuleNames } from './ruleNames'

/** From settings: of what is not published yet, too. */
export function SettingsRehearsal() {
  const { key = '' } = useParams()
  const stored = useDefinition(key)
  if (stored.isLoadingError) return <ErrorState error={stored.error} retry={() => void stored.refetch()} />
  if (stored.isPending) return <SkeletonRows count={10} />
  const draft = readDraft<{ definition: Definition }>(`pool.${key}`)
  const unpublished = draft !== undefined
  const definition = draft ? read(draft.definition) : read(stored.data.definition)
  return <Told poolKey={key} definition={definition} unpublished={unpublished} back={`/settings/pools/${key}`} />
}

/** From the pool's page, for those who administer it: of the records that they may see. */
export function PoolRehearsal() {
  const { key = '' } = useParams()
  return <Told poolKey={key} definition={null} unpublished={false} back={`/pools/${key}`} />
}

type Props = { poolKey: string; definition: Definition | null; unpublished: boolean; back: string }

function Told({ poolKey, definition, unpublished, back }: Props) {
  const t = useText('poolDesign')
  const f = useFormat()
  const navigate = useNavigate()
  const pool = usePool(definition ? '' : poolKey)
  const form = useForm(definition?.form ?? pool.data?.form ?? '').data
  const told = useRehearsal(poolKey, definition)
  const name = f.words(definition?.label ?? pool.data?.label)
  const leave = t(definition ? 'back' : 'backToPool')
  const phone = usePhone()
  return (
    <>
      <PageHead
        title={t('rehearsalOf', { name })}
        note={definition && <Chip>{t(unpublished ? 'rehearsalDraft' : 'rehearsalStored')}</Chip>}
        actions={
          phone ? (
            <IconButton icon="left" label={leave} onClick={() => void navigate(back)} />
          ) : (
            <Button look="text" icon="left" onClick={() => void navigate(back)}>
              {leave}
            </Button>
          )
        }
      />
      <div className={css.page}>
        <div className={css.sheet}>
          <p className="t2">{t('rehearsalWhy')}</p>
          {told.isError && <ErrorState error={told.error} retry={() => void told.refetch()} />}
          {(told.isPending || !form) && !told.isError && <SkeletonRows count={8} />}
          {told.data && form && (
            <>
              <p className="t2">{told.data.rules ? t('running', { count: told.data.running }) : t('noRules')}</p>
              <div className={css.figures}>
                <Part form={form} definition={definition} title={t('tonightWould')} falling={told.data.tonight}>
                  <Caught form={form} told={told.data} />
                </Part>
                <Part
                  form={form}
                  definition={definition}
                  title={t('pastWould', { count: told.data.past.days })}
                  falling={told.data.past}
                />
              </div>
            </>
          )}
        </div>
      </div>
    </>
  )
}

/** What the rules would have caught had they always been there: told where that is more than falls tonight. */
function Caught({ form, told: { tonight, caught } }: { form: Form; told: Rehearsed }) {
  const t = useText('poolDesign')
  if (caught.count <= tonight.count) return null
  return (
    <p className="t2">
      {t('caughtToo', { count: caught.count })} <ListLink form={form} falling={caught} />
    </p>
  )
}

type PartProps = {
  form: Form
  definition: Definition | null
  title: string
  falling: Falling
  children?: ReactNode
}

function Part({ form, definition, title, falling, children }: PartProps) {
  const t = useText('poolDesign')
  const f = useFormat()
  const rule = useRuleNames(definition)
  const several = Object.keys(falling.rules).length > 1
  return (
    <section className={css.card} aria-label={title}>
      <h2>{title}</h2>
      <span className={css.figure}>{t('recordsN', { count: falling.count })}</span>
      <ListLink form={form} falling={falling} />
      {children}
      {Object.entries(falling.rules).map(([key, count]) => (
        <p key={key} className="t2">
          {t('ofPerson', { name: rule(key), number: f.number(count) })}
        </p>
      ))}
      {falling.people.length > 0 && (
        <ul className={css.rows} aria-label={t('byPerson')}>
          {falling.people.slice(0, 10).map((each) => (
            <li key={each.id}>
              <span className={css.grow}>
                <Person name={each.title ?? '—'} />
              </span>
              <span>{t('recordsN', { count: each.count })}</span>
            </li>
          ))}
        </ul>
      )}
      {falling.samples.length > 0 && (
        <>
          <h3>{t('which50', { count: falling.samples.length })}</h3>
          <ul className={css.rows}>
            {falling.samples.map((each) => (
              <Line key={each.id} form={form} sample={each} rule={several ? rule(each.rule) : ''} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Line({ form, sample, rule }: { form: Form; sample: Sample; rule: string }) {
  const t = useText('poolDesign')
  const f = useFormat()
  return (
    <li>
      <span className={css.grow}>
        <Link to={recordRoute(form.key, sample.id)}>{sample.title || t('hiddenName')}</Link>
        <span className="caption"> {[sample.owner?.title, rule].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="caption">{f.moment(sample.at)}</span>
    </li>
  )
}
