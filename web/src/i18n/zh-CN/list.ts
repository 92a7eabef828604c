// 列表页、筛选、视图。
export const list = {
  title: '列表',
} as const
