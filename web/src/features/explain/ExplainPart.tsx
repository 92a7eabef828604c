// "Why can, or can't, this person see this?": the question above, the answer in sentences below.
import { useSearchParams } from 'react-router'
import { fieldsOf, useForms } from '@/core/forms'
import { useFormat } from '@/core/format'
import { isProblem } from '@/core/problem'
import type { Ref } from '@/core/types'
import { ACTIONS } from '@/features/roles/types'
import settings from '@/features/settings/Settings.module.css'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { EmptyState, ErrorState, Field, Select, SkeletonRows } from '@/ui'
import { Answered } from './Answered'
import { useExplained, type Answer } from './explain'
import css from './Explain.module.css'

type Asked = { person: number | null; form: string | null; record: number | null; action: string; field: string | null }

export function ExplainPart() {
  const t = useText('explain')
  const [params, setParams] = useSearchParams()
  const asked: Asked = {
    person: Number(params.get('person')) || null,
    form: params.get('form'),
    record: Number(params.get('record')) || null,
    action: params.get('action') ?? 'read',
    field: params.get('field'),
  }
  const answer = useExplained(asked)
  const ask = (part: Partial<Asked>) => {
    const next = Object.entries({ ...asked, ...part }).filter(([, value]) => value)
    setParams(new URLSearchParams(next.map(([key, value]) => [key, String(value)])), { replace: true })
  }
  return (
    <section className={settings.part}>
      <p className="t2">{t('why')}</p>
      <Question asked={asked} answer={answer.data} onAsk={ask} />
      {!asked.person || !asked.form ? (
        <EmptyState what={t('askFirst')} why={t('askFirstWhy')} />
      ) : answer.isPending ? (
        <SkeletonRows count={4} />
      ) : answer.isLoadingError ? (
        <ErrorState
          error={isProblem(answer.error) ? answer.error : answer.error}
          retry={() => void answer.refetch()}
          compact
        />
      ) : (
        <Answered answer={answer.data} />
      )}
    </section>
  )
}

type QuestionProps = { asked: Asked; answer: Answer | undefined; onAsk: (part: Partial<Asked>) => void }

function Question({ asked, answer, onAsk }: QuestionProps) {
  const t = useText('explain')
  const roles = useText('roles')
  const f = useFormat()
  const forms = useForms().data?.items ?? []
  const form = forms.find((each) => each.key === asked.form)
  const person: Ref | null =
    asked.person === null ? null : answer?.person.id === asked.person ? answer.person : { id: asked.person, title: '' }
  const record: Ref | null =
    asked.record === null
      ? null
      : answer?.record?.id === asked.record
        ? { id: asked.record, title: answer.record.title ?? `#${asked.record}` }
        : { id: asked.record, title: `#${asked.record}` }
  return (
    <div className={css.question}>
      <Field label={t('person')} required>
        {(ids) => (
          <Picker
            id={ids.id}
            from="people"
            value={person}
            onChange={(next) => onAsk({ person: next?.id ?? null })}
            aria-label={t('person')}
          />
        )}
      </Field>
      <Field label={t('action')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={asked.action}
            options={ACTIONS.map((action) => ({ value: action as string, label: roles(`action.${action}`) }))}
            onChange={(action) => onAsk({ action: action ?? 'read' })}
            aria-label={t('action')}
          />
        )}
      </Field>
      <Field label={t('form')} required>
        {(ids) => (
          <Select
            id={ids.id}
            value={asked.form}
            options={forms.map((each) => ({ value: each.key, label: f.words(each.label) }))}
            onChange={(key) => onAsk({ form: key, record: null, field: null })}
            aria-label={t('form')}
          />
        )}
      </Field>
      <Field label={t('record')} hint={t('recordHint')}>
        {(ids) => (
          <Picker
            key={asked.form}
            id={ids.id}
            from={{ records: asked.form ?? '' }}
            value={record}
            disabled={!asked.form}
            onChange={(next) => onAsk({ record: next?.id ?? null })}
            aria-label={t('record')}
          />
        )}
      </Field>
      <Field label={t('field')} hint={t('fieldHint')}>
        {(ids) => (
          <Select
            id={ids.id}
            value={asked.field}
            clearable
            searchable
            disabled={!form}
            options={(form ? fieldsOf(form) : []).map((each) => ({ value: each.key, label: f.words(each.label) }))}
            onChange={(key) => onAsk({ field: key })}
            aria-label={t('field')}
          />
        )}
      </Field>
    </div>
  )
}
