// 以他人身份查看。
export const looking = {
  look: '以他查看',
  lookAs: '以{{name}}的身份查看',
  banner: '正在以{{name}}的身份查看，只能看，不能改。查看已留下记录。',
  end: '结束查看',
  over: '以{{name}}的身份查看已经结束',
  overWhy: '对方的账号已停用，或者你已不再是管理员。回到自己的账号之前，什么都不会以你的名义进行。',
  back: '回到我的账号',
  failed: '没有成功，请再试一次',
} as const
