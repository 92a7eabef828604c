// The public forms of a form: which there are, and the chosen one being set up.
import { useSearchParams } from 'react-router'
import { useFormat } from '@/core/format'
import type { Form } from '@/core/types'
import { useText } from '@/i18n'
import { Button, Chip, EmptyState, ErrorState, SkeletonRows } from '@/ui'
import { Editor } from './Editor'
import { firstDraft, usePublicForms, usePublicFormWork, type PublicForm } from './publicForms'
import css from './PublicForms.module.css'

export function PublicForms({ form }: { form: Form }) {
  const list = usePublicForms(form.key)
  const [params, setParams] = useSearchParams()
  if (list.isPending) return <SkeletonRows count={8} />
  if (list.isLoadingError) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  const { items, offered, mail } = list.data
  const chosen = items.find((x) => String(x.id) === params.get('id')) ?? items[0]
  const choose = (id: number) => setParams({ id: String(id) }, { replace: true })
  return (
    <div className={css.page}>
      <Choice form={form} items={items} chosen={chosen} offered={offered} onChoose={choose} />
      {chosen && <Editor key={chosen.id} form={form} saved={chosen} offered={offered} mail={mail} />}
    </div>
  )
}

type ChoiceProps = {
  form: Form
  items: PublicForm[]
  chosen: PublicForm | undefined
  offered: string[]
  onChoose: (id: number) => void
}

function Choice({ form, items, chosen, offered, onChoose }: ChoiceProps) {
  const t = useText('publicForms')
  const f = useFormat()
  const { make } = usePublicFormWork(form.key)
  const add = () =>
    make.mutate(
      {
        label: t('newName', { number: items.length + 1 }),
        definition: firstDraft(form, offered, {
          'zh-CN': form.label['zh-CN'] ?? '',
          'en-US': form.label['en-US'] ?? f.words(form.label),
        }),
      },
      { onSuccess: (made) => onChoose(made.id) },
    )
  const button = (
    <Button look={items.length ? 'plain' : 'primary'} icon="plus" onClick={add} loading={make.isPending}>
      {t('make')}
    </Button>
  )
  if (!items.length) return <EmptyState what={t('none')} why={t('noneWhy')} action={button} />
  return (
    <nav className={css.choice} aria-label={t('menu')}>
      {items.map((each) => (
        <button
          key={each.id}
          type="button"
          aria-current={each.id === chosen?.id ? 'page' : undefined}
          onClick={() => onChoose(each.id)}
        >
          <span className="ellipsis">{each.label}</span>
          <Chip tone={each.closed ? 'plain' : 'won'}>{each.closed ? t(`reasons.${each.closed}`) : t('opened')}</Chip>
        </button>
      ))}
      {button}
    </nav>
  )
}
