// Likely twins of a form, the likeliest first: side by side, merged or said to be different where they stand.
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import type { Form, Id, Ref } from '@/core/types'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { Picker } from '@/kinds/Picker'
import { Button, EmptyState, ErrorState, IconButton, Segmented, SkeletonRows } from '@/ui'
import { Apart } from './Apart'
import css from './Duplicates.module.css'
import { useGroups } from './duplicates'
import { Look } from './Look'
import { OneGroup } from './OneGroup'

export function DuplicatesPage() {
  const { form: key = '' } = useParams()
  const t = useText('duplicates')
  const l = useText('list')
  const f = useFormat()
  const phone = usePhone()
  const navigate = useNavigate()
  const form = useForm(key)
  if (form.isPending) return <SkeletonRows count={6} />
  if (form.isLoadingError) return <ErrorState error={form.error} retry={() => void form.refetch()} />
  if (!form.data) return <EmptyState what={l('missing.what')} why={l('missing.why')} />
  const name = f.words(form.data.plural) || f.words(form.data.label)
  return (
    <>
      <PageHead
        title={t('title', { form: name })}
        actions={
          phone ? (
            <IconButton icon="left" label={t('back', { form: name })} onClick={() => void navigate(`/f/${key}`)} />
          ) : (
            <Link to={`/f/${key}`} className="plain-button">
              <Button look="text" icon="left">
                {t('back', { form: name })}
              </Button>
            </Link>
          )
        }
      />
      <Report key={key} form={form.data} />
    </>
  )
}

function Report({ form }: { form: Form }) {
  const t = useText('duplicates')
  const [shown, setShown] = useState<'groups' | 'apart'>('groups')
  const [owner, setOwner] = useState<Ref | null>(null)
  const groups = useGroups(form.key, owner?.id ?? null)
  const first = groups.data?.pages[0]
  if (groups.isLoadingError) return <ErrorState error={groups.error} retry={() => void groups.refetch()} />
  if (!first) return <SkeletonRows count={6} />
  return (
    <section className={css.page}>
      <div className={css.bar}>
        {first.report.at && (
          <Segmented
            aria-label={t('shown')}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'groups', label: t('groups', { count: first.total }) },
              { value: 'apart', label: t('apartTab') },
            ]}
          />
        )}
        {first.report.at && shown === 'groups' && form.owned && <OwnerFilter owner={owner} onChange={setOwner} />}
        <span className={css.space} />
        <Look form={form} report={first.report} />
      </div>
      {shown === 'apart' ? (
        <Apart form={form} />
      ) : (
        <Groups form={form} groups={groups} owner={owner} onClear={() => setOwner(null)} />
      )}
    </section>
  )
}

function OwnerFilter({ owner, onChange }: { owner: Ref | null; onChange: (owner: Ref | null) => void }) {
  const t = useText('duplicates')
  return (
    <label className={css.owner} htmlFor="duplicates-owner">
      <span className="caption">{t('ownerFilter')}</span>
      <Picker from="people" id="duplicates-owner" value={owner} onChange={onChange} placeholder={t('anyOwner')} />
    </label>
  )
}

type GroupsProps = {
  form: Form
  groups: ReturnType<typeof useGroups>
  owner: { id: Id } | null
  onClear: () => void
}

function Groups({ form, groups, owner, onClear }: GroupsProps) {
  const t = useText('duplicates')
  const report = groups.data?.pages[0]?.report
  const items = groups.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0 && owner)
    return <EmptyState what={t('noneOfOwner')} action={<Button onClick={onClear}>{t('everybody')}</Button>} />
  if (items.length === 0)
    return report?.at ? (
      <EmptyState what={t('none')} why={t('noneWhy')} />
    ) : (
      <EmptyState what={t('never')} why={report?.compared.length ? t('neverWhy') : t('nothingToCompare')} />
    )
  return (
    <>
      <ul className={css.groups} aria-label={t('list')}>
        {items.map((group) => (
          <OneGroup key={group.id} form={form} group={group} may={report?.may === true} />
        ))}
      </ul>
      {groups.hasNextPage && (
        <Button look="text" loading={groups.isFetchingNextPage} onClick={() => void groups.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
