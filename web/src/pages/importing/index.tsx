// The import wizard: upload, what we understood, run, result.
import { useParams } from 'react-router'
import { useForm } from '@/core/forms'
import { useFormat } from '@/core/format'
import { FIGURES, PEOPLE, useImport, type Figure } from '@/features/importing/imports'
import { Outcome } from '@/features/importing/Outcome'
import { Result } from '@/features/importing/Result'
import { Running } from '@/features/importing/Running'
import { Understood } from '@/features/importing/Understood'
import { Upload } from '@/features/importing/Upload'
import { PageHead } from '@/features/page/PageHead'
import { useText } from '@/i18n'
import { ErrorState, SkeletonRows } from '@/ui'

export default function ImportingPage() {
  const { id, outcome } = useParams()
  const t = useText('importing')
  if (!id)
    return (
      <>
        <PageHead title={t('title')} note={t('steps.upload')} />
        <Upload />
      </>
    )
  return <OneImport key={id} id={Number(id)} outcome={FIGURES.find((figure) => figure === outcome)} />
}

function OneImport({ id, outcome }: { id: number; outcome: Figure | undefined }) {
  const t = useText('importing')
  const f = useFormat()
  const run = useImport(id)
  const form = useForm(run.data?.form ?? '').data
  if (run.isLoadingError) return <ErrorState error={run.error} retry={() => void run.refetch()} />
  if (!run.data) return <SkeletonRows count={8} />
  const { status } = run.data
  const step = status === 'proposed' ? 'understood' : status === 'queued' || status === 'running' ? 'run' : 'result'
  return (
    <>
      <PageHead
        title={`${t('title')} ${run.data.form === PEOPLE ? t('people') : f.words(form?.plural) || f.words(form?.label)}`}
        note={t(`steps.${step}`)}
      />
      {step === 'understood' && <Understood run={run.data} />}
      {step === 'run' && <Running run={run.data} />}
      {step === 'result' && (outcome ? <Outcome run={run.data} outcome={outcome} /> : <Result run={run.data} />)}
    </>
  )
}
