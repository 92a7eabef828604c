// What a rule of coming back is called: by what it says where that is known.
import { useText } from '@/i18n'
import { UNITS, type Definition } from './types'

const PROTECTION = 'protection'

export function useRuleNames(definition: Definition | null): (key: string) => string {
  const t = useText('poolDesign')
  return (key) => {
    if (key === PROTECTION) return t('protection')
    const rule = definition?.recycle.find((each) => each.key === key)
    if (!rule) return t('recycle')
    const unit = UNITS.find((each) => typeof rule.after[each] === 'number') ?? 'days'
    return `${t(`clock.${rule.clock}`)} ${t('lasting')} ${t(`say.span.${unit}`, { count: rule.after[unit] ?? 0 })}`
  }
}
