// 记录页。
export const record = {
  title: '记录',
} as const
