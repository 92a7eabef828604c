// Setting up the print templates of a form.
import { FormSetup } from '@/features/page/FormSetup'
import { Templates } from '@/features/printing/Templates'
import { useText } from '@/i18n'

export default function PrintsPage() {
  const t = useText('printing')
  return (
    <FormSetup title={(form) => t('pageTitle', { form })} back={t('back')} mayNot={t('mayNot')}>
      {(form) => <Templates key={form.key} form={form} />}
    </FormSetup>
  )
}
