// "New" for every form of the menu in which the person may create.
import { useNavigate } from 'react-router'
import { useFormat } from '@/core/format'
import { may, useForms } from '@/core/forms'
import { createRoute } from '@/core/routes'
import { useMayConfigure } from '@/core/session'
import type { Form } from '@/core/types'
import { NewForm } from '@/features/designer/forms/NewForm'
import { useText } from '@/i18n'
import { Button, isIconName, Menu, type IconName, type MenuEntry } from '@/ui'
import { useState } from 'react'

/** Forms in which one may create, in the definition's order. */
export function useCreatable(): Form[] {
  const forms = useForms()
  return forms.data?.items.filter((f) => may(f, 'create')) ?? []
}

export const formIcon = (form: Form): IconName => (isIconName(form.icon) ? form.icon : 'file')

export function QuickAdd() {
  const t = useText('shell')
  const f = useFormat()
  const navigate = useNavigate()
  const d = useText('designer')
  const forms = useCreatable()
  const configures = useMayConfigure()
  const [making, setMaking] = useState(false)
  if (forms.length === 0 && !configures) return null
  const items: MenuEntry[] = forms.map((form) => ({
    key: form.key,
    label: f.words(form.label),
    icon: formIcon(form),
    onSelect: () => void navigate(createRoute(form.key)),
  }))
  if (configures)
    items.push(
      { divider: true },
      { key: ' form', label: d('newForm'), icon: 'columns', onSelect: () => setMaking(true) },
    )
  return (
    <>
      <Menu items={items} placement="bottomRight">
        <Button size="small" icon="plus" aria-haspopup="menu">
          {t('new')}
        </Button>
      </Menu>
      <NewForm open={making} onClose={() => setMaking(false)} />
    </>
  )
}
