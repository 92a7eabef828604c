// 字段之间、取自其他记录的内容。
export const linked = {
  found: '共 {{count}}{{more}} 条',
  nothing: '没有相符的记录',
  fillFirst: '请先填写{{fields}}',
  comma: '、',
  pressed: '{{name}}：已完成',
} as const
