// 仪表盘。
export const dashboard = {
  title: '仪表盘',
} as const
