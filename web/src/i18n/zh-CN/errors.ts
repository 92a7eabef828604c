// 出错时说什么：哪里、为什么、下一步。
export const errors = {
  network: { title: '连不上服务器', next: '检查网络后重试；已填的内容还在' },
  forbidden: { title: '你没有权限看这里', next: '需要的话，请管理员在“设置 · 角色”里开通' },
  notFound: {
    title: '没有找到这条记录',
    next: '它可能已被删除、合并，或不在你的权限范围内',
    back: '回到{{form}}列表',
    home: '回到今日',
  },
  conflict: { title: '刚刚有人也改了这里', next: '选择要保留的值' },
  invalid: { title: '有内容需要改正', next: '看标出的地方' },
  busy: { title: '请求太多，请稍候', next: '几秒后重试' },
  server: { title: '这一部分没能载入', next: '重试；如果仍然不行，把错误码发给管理员' },
  crashed: { title: '这一页出了错', next: '刷新后继续；已保存的内容不受影响' },
  reload: '刷新',
} as const
