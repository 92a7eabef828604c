// 登录。
export const session = {
  title: '登录',
  welcome: '登录 {{workspace}}',
  account: '账号',
  accountHint: '手机号、邮箱或账号',
  password: '密码',
  show: '显示密码',
  hide: '隐藏密码',
  submit: '登录',
  missingAccount: '请填写账号',
  missingPassword: '请填写密码',
  help: '忘记密码时，请管理员在“设置 · 成员”里重置',
  again: {
    title: '登录已到期',
    why: '{{name}}，请再输入一次密码；页面上填的内容都还在。',
    other: '换个账号',
  },
} as const
