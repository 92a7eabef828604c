// Writing formulas.
import type { Same } from '../shape'
import type { formula as zh } from '../zh-CN/formula'

export const formula: Same<typeof zh> = {
  placeholder: 'Such as SUM(lines.amount) * 6%',
  suggestions: 'What could stand here',
  near: 'Did you mean: {{names}}',
  listOf: 'list: {{type}}',
  nothing: 'empty',
  yes: 'Yes',
  no: 'No',
  computed: 'Worked out',
  daily: 'Worked out anew at midnight',
  types: { number: 'number', text: 'text', date: 'date', datetime: 'date and time', boolean: 'yes or no' },
}
