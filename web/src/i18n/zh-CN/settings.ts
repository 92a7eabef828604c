// 设置。
export const settings = {
  title: '设置',
  parts: { mine: '我的', tokens: '接口令牌', imports: '导入记录', bin: '回收站', people: '成员', audit: '操作记录', backups: '备份' },
  mineHint: '语言、外观和疏密只影响你自己。',
  change: '修改',
  more: '更早的',
  all: '全部',
  never: '从未',
  failed: '没有成功，请再试一次',
  people: {
    title: '成员', find: '按姓名或账号找', add: '添加成员', none: '没有找到',
    name: '姓名', account: '账号', department: '部门', roles: '角色', state: '状态', password: '密码',
    passwordHint: '至少 8 个字，越长越好', passwordKeep: '留空则不改',
    disable: '停用', enable: '启用',
    states: { active: '可登录', disabled: '已停用', not_activated: '未激活' },
  },
  tokens: {
    title: '接口令牌', why: '让程序以你的身份读写，只给需要的权限，到期自动失效。', none: '还没有令牌',
    name: '名称', scopes: '权限', expires: '到期', used: '上次使用', end: '停用', days: '有效期', forDays: '{{days}} 天', make: '生成令牌',
    once: '只显示这一次，请现在复制保存', copy: '复制并收起',
    scope: { read: '读', write: '写', import: '导入', export: '导出', configure: '配置' },
  },
  bin: {
    title: '回收站', why: '删除的记录保留 30 天，可以原样恢复。', none: '回收站是空的', noneWhy: '删除的记录会先到这里。',
    record: '记录', form: '类型', deleted: '删除时间', by: '删除人', restore: '恢复', restored: '已恢复“{{title}}”',
  },
  imports: {
    title: '导入记录', none: '还没有导入过', noneWhy: '把团队的表格导进来，导错了可以撤销。', start: '导入表格', file: '文件', state: '状态', created: '新建',
    states: { proposed: '待开始', queued: '排队', running: '进行中', done: '完成', failed: '未完成', cancelled: '已停止' },
  },
  audit: {
    title: '操作记录', at: '时间', by: '谁', what: '做了什么', detail: '详情', from: '来自', system: '系统',
    action: {
      session_created: '登录', session_refused: '登录失败', session_ended: '退出', export_made: '导出', import_started: '开始导入', import_done: '导入完成',
      bulk_started: '开始批量操作', bulk_run: '批量操作完成', bulk_undone: '撤销批量操作', undo_run: '撤销完成', form_published: '发布表单', app_installed: '安装应用',
      token_created: '生成令牌', token_revoked: '停用令牌', person_created: '添加成员', person_changed: '修改成员', person_disabled: '停用成员', person_enabled: '启用成员',
      person_activated: '成员首次登录', person_merged: '合并成员', person_password_changed: '修改密码', person_roles_changed: '修改角色', department_created: '添加部门',
      department_changed: '修改部门', department_deleted: '删除部门', role_changed: '修改角色权限', role_deleted: '删除角色', backup_asked: '备份', bin_emptied: '清空回收站',
      record_purged: '彻底删除记录', workspace_created: '建立工作区', import_undone: '撤销导入',
    },
    about: {
      records: '记录', changed: '改动', unchanged: '未变', failed: '没成', restored: '恢复', left: '保留', batch: '批次', import: '导入', undo: '撤销批次', rows: '行',
      created: '新建', updated: '补充', format: '格式', file: '文件', account: '账号', name: '名称', agent: '浏览器', search: '查找', job: '任务',
    },
  },
  backups: {
    title: '备份', why: '每晚自动备份并试着恢复一遍，保留最近 14 份。', now: '现在备份', started: '备份已开始，完成后会通知你', none: '还没有备份', noneWhy: '今晚会自动做第一份。',
    at: '时间', file: '文件', checked: '校验', good: '可恢复', bad: '有问题', size: '大小',
  },
} as const
