// Merging duplicates and splitting what was merged.
import type { Same } from '../shape'
import type { merging as zh } from '../zh-CN/merging'

export const merging: Same<typeof zh> = {
  title: 'Merge records',
  open: 'Merge or split…',
  createdAt: 'created {{at}}',
  stays: 'Which one stays',
  add: 'Choose another record to merge',
  hint: 'The others go into the one that stays: whatever points at them, comments, files, teams and followers come along, empty fields are filled, lists and rows are joined. It can be split again later.',
  nothingDiffers: 'The fields to choose from are the same in all of them',
  do_one: 'Merge {{count}}',
  do_other: 'Merge {{count}}',
  merged_one: '{{count}} record merged in',
  merged_other: '{{count}} records merged in',
  comma: ', ',
  before: 'Merged into this one',
  records_one: '{{count}} record went in',
  records_other: '{{count}} records went in',
  ledOn: 'The record was merged into this one',
  split: 'Split',
  splitDone: 'Split; everything is as it was before',
  splitPartly: 'Split; {{left}} changed since then and stay',
  splitFailed: 'Not split; try again under “Merge or split”',
}
