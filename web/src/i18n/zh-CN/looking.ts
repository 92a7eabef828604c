// 以他人身份查看。
export const looking = {
  look: '以他查看',
  lookAs: '以{{name}}的身份查看',
  banner: '正在以{{name}}的身份查看，只能看，不能改。查看已留下记录。',
  end: '结束查看',
  failed: '没有成功，请再试一次',
} as const
