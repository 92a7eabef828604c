// The way from a record to what rules did there, for whoever may configure its rules.
import { useNavigate } from 'react-router'
import { useMayDesign } from '@/core/session'
import type { Id } from '@/core/types'
import { useText } from '@/i18n'
import type { MenuEntry } from '@/ui'
import { runsOfRecord } from './runs'

export function useRulesEntry(form: string, id: Id): MenuEntry[] {
  const t = useText('rules')
  const navigate = useNavigate()
  if (!useMayDesign(form)) return []
  return [
    {
      key: 'rules',
      label: t('run.ofRecord'),
      icon: 'history',
      onSelect: () => void navigate(runsOfRecord(form, id)),
    },
  ]
}
