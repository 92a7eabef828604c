// The page on which something of one form is set up: only for those who may configure it, with the way back to its list.
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { may, useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { usePhone } from '@/core/media'
import { listRoute } from '@/core/routes'
import type { Form } from '@/core/types'
import { Button, EmptyState, ErrorState, IconButton, SkeletonRows } from '@/ui'
import { PageHead } from './PageHead'

type Props = {
  title: (form: string) => string
  back: string
  mayNot: string
  children: (form: Form) => ReactNode
}

export function FormSetup({ title, back, mayNot, children }: Props) {
  const { form: key = '' } = useParams()
  const f = useFormat()
  const phone = usePhone()
  const navigate = useNavigate()
  const { data: form, error, isLoadingError, isPending, refetch } = useForm(key)
  if (isPending) return <SkeletonRows count={8} />
  if (isLoadingError) return <ErrorState error={error} retry={() => void refetch()} />
  if (!form || !may(form, 'configure')) return <EmptyState what={mayNot} />
  const toList = () => void navigate(listRoute(form.key))
  const way = phone ? (
    <IconButton icon="left" iconSize={20} label={back} onClick={toList} />
  ) : (
    <Button look="text" icon="left" onClick={toList}>
      {back}
    </Button>
  )
  return (
    <>
      <PageHead title={title(f.words(form.label))} actions={way} />
      {children(form)}
    </>
  )
}
