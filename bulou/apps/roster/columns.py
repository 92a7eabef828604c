"""The columns of a roster: what each is called, in both languages and as people call it."""

from collections.abc import Mapping, Sequence

from bulou.kit.text import name_key
from bulou.kit.words import Words

COLUMNS: Mapping[str, Words] = {
    "name": {"zh-CN": "姓名", "en-US": "Name"},
    "account": {"zh-CN": "账号", "en-US": "Account"},
    "email": {"zh-CN": "邮箱", "en-US": "E-mail"},
    "phone": {"zh-CN": "手机", "en-US": "Phone"},
    "department": {"zh-CN": "部门", "en-US": "Department"},
    "main": {"zh-CN": "主部门", "en-US": "Main department"},
    "position": {"zh-CN": "职位", "en-US": "Position"},
    "roles": {"zh-CN": "角色", "en-US": "Roles"},
    "head": {"zh-CN": "负责人", "en-US": "Head"},
}
_ALSO: Mapping[str, Sequence[str]] = {
    "name": ("成员", "员工", "员工姓名", "成员姓名", "full name", "person", "employee"),
    "account": ("帐号", "登录名", "用户名", "工号", "login", "user name", "username", "user"),
    "email": ("电子邮箱", "电子邮件", "邮件", "mail", "e-mail", "email address"),
    "phone": ("电话", "手机号", "手机号码", "联系电话", "mobile", "telephone", "tel"),
    "department": ("所属部门", "所在部门", "部门路径", "组织", "departments", "department path", "team"),
    "main": ("主要部门", "main"),
    "position": ("岗位", "职务", "title", "job title"),
    "roles": ("权限", "role"),
    "head": ("是否负责人", "部门负责人", "主管", "是否主管", "is head", "manager"),
}
_KNOWN = {
    name_key(word): key
    for key, words in COLUMNS.items()
    for word in (key, *words.values(), *_ALSO.get(key, ()))
}
YES = frozenset(map(name_key, ("是", "yes", "y", "true", "1", "√", "✓", "x", "对")))
NO = frozenset(map(name_key, ("否", "no", "n", "false", "0", "-", "不是")))


def column_of(heading: str) -> str | None:
    """The column that a heading names, None of others."""
    return _KNOWN.get(name_key(heading.replace("*", "").replace("＊", "")))
