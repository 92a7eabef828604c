// What kinds of triggers and steps look like, and how steps are grouped where one is added; unknown ones join the records.
import { isIconName, type IconName } from '@/ui'

const ICONS: { [action: string]: IconName } = {
  notify: 'bell',
  create_task: 'task',
  comment: 'at',
  update_record: 'pencil',
  create_record: 'plus',
  link: 'link',
  move_stage: 'flag',
  assign: 'assign',
  release: 'pool',
  push: 'swap',
  tag: 'tag',
  mail: 'mail',
  sms: 'phone',
  im: 'wechat',
  webhook: 'globe',
  wait: 'clock',
  branch: 'branch',
  for_each: 'rows',
  stop: 'minus',
}

const TRIGGERS: { [trigger: string]: IconName } = {
  created: 'plus',
  changed: 'pencil',
  entered_stage: 'flag',
  left_stage: 'right',
  deleted: 'trash',
  restored: 'undo',
  commented: 'at',
  public_entry: 'globe',
  button: 'play',
  date: 'calendar',
  silence: 'clock',
  cron: 'refresh',
  webhook: 'link',
}

export const iconOf = (action: string): IconName =>
  ICONS[action] ?? (isIconName(action) ? action : action.includes('release') ? 'pool' : 'play')
export const triggerIcon = (kind: string): IconName => TRIGGERS[kind] ?? 'play'

export const GROUPS = ['tell', 'record', 'outside', 'flow'] as const
export type Group = (typeof GROUPS)[number]

const GROUP_OF: { [action: string]: Group } = {
  notify: 'tell',
  create_task: 'tell',
  comment: 'tell',
  mail: 'outside',
  sms: 'outside',
  im: 'outside',
  webhook: 'outside',
  wait: 'flow',
  branch: 'flow',
  for_each: 'flow',
  stop: 'flow',
}
export const groupOf = (action: string): Group => GROUP_OF[action] ?? 'record'
