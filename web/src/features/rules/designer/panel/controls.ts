// Which control an option gets: by its name where that means something, else by its schema. A new action needs no new code.
import type { ComponentType } from 'react'
import { bare } from '../model/schema'
import type { Schema } from '../model/types'
import { BodyControl, PairsControl, ValuesControl } from './controls/Filled'
import {
  ChannelControl,
  ConditionControl,
  FieldControl,
  FieldsControl,
  FormControl,
  MomentsControl,
  SourcesControl,
  StageControl,
  StagesControl,
  TagsControl,
} from './controls/Chosen'
import {
  CronControl,
  LabelControl,
  NumberControl,
  OneOfControl,
  PeopleControl,
  SwitchControl,
  TextControl,
  TimeControl,
} from './controls/Plain'
import { LoopFilter } from './controls/LoopFilter'
import { PoolControl, PushControl, SkipControl } from './controls/Named'
import { TargetControl } from './controls/Target'
import type { OptionProps } from './Option'

type Control = ComponentType<OptionProps>

/** By what the schema says is chosen. */
const BY_PICK: { [pick: string]: Control } = { pools: PoolControl }

/** `action.option`, or `option` wherever it stands. */
const BY_NAME: { [name: string]: Control } = {
  'changed.fields': FieldsControl,
  'changed.before': ConditionControl,
  'changed.after': ConditionControl,
  'date.field': FieldControl,
  'silence.since': MomentsControl,
  'cron.at': CronControl,
  'button.label': LabelControl,
  'link.field': FieldControl,
  'link.to': TargetControl,
  'tag.field': FieldControl,
  'tag.add': TagsControl,
  'tag.remove': TagsControl,
  'branch.if': ConditionControl,
  'for_each.filter': LoopFilter,
  'push.push': PushControl,
  'push.skip': SkipControl,
  'sms.values': PairsControl,
  'webhook.body': BodyControl,
  stages: StagesControl,
  stage: StageControl,
  sources: SourcesControl,
  form: FormControl,
  channel: ChannelControl,
  values: ValuesControl,
  at: TimeControl,
}

export function controlFor(kind: string, option: string, schema: Schema): Control {
  const picks = schema['x-pick'] ? BY_PICK[schema['x-pick']] : undefined
  return picks ?? BY_NAME[`${kind}.${option}`] ?? BY_NAME[option] ?? bySchema(schema)
}

function bySchema(given: Schema): Control {
  const schema = bare(given)
  if (schema.enum) return OneOfControl
  if (schema.type === 'boolean') return SwitchControl
  if (schema.type === 'integer' || schema.type === 'number') return NumberControl
  if (schema.type === 'array' && schema.items?.$ref?.endsWith('/Whom')) return PeopleControl
  if (schema.type === 'object') return PairsControl
  return TextControl
}
