// The list of rules, as a part of the settings.
import { RulesPart } from '@/features/rules/list/RulesPart'

export default RulesPart
