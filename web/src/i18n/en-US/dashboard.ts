// Dashboards.
import type { Same } from '../shape'
import type { dashboard as zh } from '../zh-CN/dashboard'

export const dashboard: Same<typeof zh> = {
  title: 'Dashboard',
  updated: 'updated {{time}}, live',
  none: 'not filled in',
  noBoard: 'Dashboards you may see stand here',
  noBoardWhy: 'They appear once a template is installed.',
  days: '{{days}} d',
  dayUnit: 'd',
  versus: 'vs before',
  same: 'same',
  noBefore: 'nothing before',
  items: '{{count}}',
  onlyFirst: 'first {{count}} groups only',
  goOn: '{{rate}} went on',
  median: 'median {{days}} d',
  held: 'Open pipeline by stage',
  tight: 'Nothing leaks right now.',
  person: 'Salesperson',
  leakScope: '{{leaking}} of {{held}} held is leaking',
  cohort: '{{count}} entered in this period',
  people: '{{count}} people',
  notForYou: 'These figures are not visible to you.',
  empty: 'No data in this period',
  emptyWhy: 'Choose another period, or import or enter some records.',
  wan: '10K',
  yi: '100M',
  yuan: '',
  department: 'Department',
  allDepartments: 'All departments',
  fullScreen: 'Full screen',
  period: {
    label: 'Period',
    this_month: 'This month', last_month: 'Last month', this_quarter: 'This quarter', last_quarter: 'Last quarter', this_year: 'This year', last_year: 'Last year', all: 'All time',
  },
}
