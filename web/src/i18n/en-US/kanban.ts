// Kanban.
import type { kanban as zh } from '../zh-CN/kanban'
import type { Same } from '../shape'

export const kanban: Same<typeof zh> = {
  title: 'Board',
  expected: 'by {{date}}',
  next: '{{date}} {{step}}',
  missed: 'missed {{date}} {{step}}',
  noNextStep: 'No next step',
  addHere: 'New in “{{stage}}”',
  weighted: 'weighted {{amount}}',
  emptyColumn: 'Drag a card here',
  more: '{{count}} more',
  gate: '{{count}} missing to enter {{stage}}',
  gateRule: 'Cannot enter {{stage}} yet',
  gateGone: 'Not offered any more: choose another',
  gateMissing: 'Needed before the move',
  overtaken: '{{name}} has set another value meanwhile',
  again: 'Once more, and what you filled in takes the place of theirs.',
  putBack: 'Put back',
  completeAndMove: 'Complete and move',
  movedTo: 'Moved “{{title}}”',
  dragHelp: 'Press space to lift a card, arrow keys to move it, space to drop it, Escape to put it back.',
  empty: 'Records under way stand here by stage',
  emptyWhy: 'Make one, or try another view.',
  count_one: '{{count}} record',
  count_other: '{{count}} records',
  noStages: 'These records have no stages, so there is no board',
  noStagesWhy: 'Give the form stages to see it by stage.',
  sum: 'Total',
  weightedSum: 'Weighted',
  leaking: '{{count}} leaking',
}
