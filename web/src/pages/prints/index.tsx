// Setting up the print templates of a form.
import { useNavigate, useParams } from 'react-router'
import { may, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { listRoute } from '@/core/routes'
import { PageHead } from '@/features/page/PageHead'
import { Templates } from '@/features/printing/Templates'
import { useText } from '@/i18n'
import { Button, EmptyState, ErrorState, IconButton, SkeletonRows } from '@/ui'

export default function PrintsPage() {
  const { form: key = '' } = useParams()
  const t = useText('printing')
  const f = useFormat()
  const phone = usePhone()
  const navigate = useNavigate()
  const { data: form, error, isPending, refetch } = useForm(key)
  if (isPending) return <SkeletonRows count={8} />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!form || !may(form, 'configure')) return <EmptyState what={t('mayNot')} />
  const toList = () => void navigate(listRoute(form.key))
  const back = phone ? (
    <IconButton icon="left" iconSize={20} label={t('back')} onClick={toList} />
  ) : (
    <Button look="text" icon="left" onClick={toList}>
      {t('back')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('pageTitle', { form: f.words(form.label) })} actions={back} />
      <Templates key={key} form={form} />
    </>
  )
}
