// A new rule: for a form, or started by no record.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { may, useForms } from '@/core/forms'
import { useMayConfigure } from '@/core/session'
import { useText } from '@/i18n'
import { Button, Menu, type MenuEntry } from '@/ui'

export function NewRuleButton({ form }: { form: string | null }) {
  const t = useText('rules')
  const f = useFormat()
  const navigate = useNavigate()
  const forms = useForms().data?.items ?? []
  const whole = useMayConfigure()
  const go = (key: string | null) => void navigate(`/settings/rules/new${key ? `?form=${key}` : ''}`)
  if (form)
    return (
      <Button look="primary" icon="plus" onClick={() => go(form)}>
        {t('add')}
      </Button>
    )
  const items: MenuEntry[] = [
    {
      heading: t('addFor'),
      items: forms
        .filter((each) => may(each, 'configure'))
        .map((each) => ({ key: each.key, label: f.words(each.label), onSelect: () => go(each.key) })),
    },
    ...(whole ? [{ divider: true as const }, { key: '-', label: t('noForm'), onSelect: () => go(null) }] : []),
  ]
  return (
    <Menu items={items} placement="bottomRight">
      <Button look="primary" icon="plus" aria-haspopup="menu">
        {t('add')}
      </Button>
    </Menu>
  )
}
