// 今日。
export const today = {
  title: '今日',
} as const
