// 公式编辑。
export const formula = {
  placeholder: '例如 SUM(明细.金额) * 6%',
  suggestions: '可以写的',
  near: '是不是：{{names}}',
  listOf: '{{type}}列表',
  nothing: '空',
  yes: '是',
  no: '否',
  computed: '自动计算',
  daily: '每天零点重算',
  types: { number: '数字', text: '文本', date: '日期', datetime: '日期时间', boolean: '是否' },
}
