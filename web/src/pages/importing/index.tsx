// The import wizard: upload, what we understood, run, result.
import { useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { useImport } from '@/features/importing/imports'
import { Result } from '@/features/importing/Result'
import { Running } from '@/features/importing/Running'
import { Understood } from '@/features/importing/Understood'
import { Upload } from '@/features/importing/Upload'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'

export default function ImportingPage() {
  const { id } = useParams()
  const t = useText('importing')
  if (!id)
    return (
      <>
        <PageHead title={t('title')} note={t('steps.upload')} />
        <Upload />
      </>
    )
  return <OneImport key={id} id={Number(id)} />
}

function OneImport({ id }: { id: number }) {
  const t = useText('importing')
  const f = useFormat()
  const run = useImport(id)
  const form = useForm(run.data?.form ?? '').data
  if (run.isError && !run.data) return <ErrorState error={run.error} retry={() => void run.refetch()} />
  if (!run.data) return <SkeletonRows count={8} />
  const { status } = run.data
  const step = status === 'proposed' ? 'understood' : status === 'queued' || status === 'running' ? 'run' : 'result'
  return (
    <>
      <PageHead
        title={`${t('title')} ${f.words(form?.plural) || f.words(form?.label ?? run.data.proposal?.form?.label)}`}
        note={t(`steps.${step}`)}
      />
      {step === 'understood' && <Understood run={run.data} />}
      {step === 'run' && <Running run={run.data} />}
      {step === 'result' && <Result run={run.data} />}
    </>
  )
}
