// Setting up the public forms of a form.
import { FormSetup } from '@/features/page/FormSetup'
import { PublicForms } from '@/features/public-forms/PublicForms'
import { useText } from '@/i18n'

export default function PublicFormsPage() {
  const t = useText('publicForms')
  return (
    <FormSetup title={(form) => t('title', { form })} back={t('back')} mayNot={t('mayNot')}>
      {(form) => <PublicForms key={form.key} form={form} />}
    </FormSetup>
  )
}
