"""`user` and `department`: read-only forms over our own tables, so that conditions can walk to them."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, case, literal_column, select

from bulou.db.tables.people import department, person, person_department, position
from bulou.forms.fields.kind import kinds
from bulou.forms.form import DEPARTMENTS, PEOPLE, BoundField, Form
from bulou.forms.model import FieldDef, FormDef
from bulou.people.heads import head_of

_NULL: Any = literal_column("NULL")
_ONE: Any = literal_column("1")


def _text(key: str, zh: str, en: str) -> FieldDef:
    return FieldDef(key=key, kind="text", label={"zh-CN": zh, "en-US": en}, readonly=True)


def _link(key: str, kind: str, zh: str, en: str) -> FieldDef:
    return FieldDef(key=key, kind=kind, label={"zh-CN": zh, "en-US": en}, readonly=True)


USER = FormDef(
    key=PEOPLE,
    label={"zh-CN": "成员", "en-US": "Person"},
    icon="user",
    title="name",
    owned=False,
    fields=(
        _text("name", "姓名", "Name"),
        _text("account", "账号", "Account"),
        _text("email", "邮箱", "E-mail"),
        _text("phone", "手机", "Phone"),
        _text("state", "状态", "State"),
        _link("department", "department", "部门", "Department"),
        _text("position", "职位", "Position"),
        _link("head", "person", "上级", "Head"),
    ),
)
DEPARTMENT = FormDef(
    key=DEPARTMENTS,
    label={"zh-CN": "部门", "en-US": "Department"},
    icon="department",
    title="name",
    owned=False,
    fields=(
        _text("name", "名称", "Name"),
        _text("kind", "类型", "Kind"),
        _link("parent", "department", "上级部门", "Parent department"),
        _link("head", "person", "负责人", "Head"),
    ),
)


def _position() -> Any:
    """What somebody is in their main department."""
    place = person_department.alias()
    return (
        select(position.c.name)
        .select_from(place.join(position, position.c.id == place.c.position_id))
        .where(place.c.person_id == person.c.id, place.c.department_id == person.c.department_id)
        .correlate(person)
        .scalar_subquery()
    )


def _users() -> Any:
    return select(
        person.c.id,
        _ONE.label("version"),
        person.c.name,
        person.c.account,
        person.c.email,
        person.c.phone,
        person.c.state,
        person.c.department_id.label("department"),
        _position().label("position"),
        head_of(person.c.id, person.c.department_id).label("head"),
        person.c.created_at,
        person.c.name_sort.label("title_sort"),
        case((person.c.merged_into.is_not(None), person.c.created_at)).label("deleted_at"),
    ).subquery("f_user")


def _departments() -> Any:
    return select(
        department.c.id,
        _ONE.label("version"),
        department.c.name,
        department.c.kind,
        department.c.parent_id.label("parent"),
        department.c.head_id.label("head"),
        department.c.name.label("title_sort"),
        department.c.deleted_at,
    ).subquery("f_department")


def system_forms(others: Mapping[str, Form]) -> dict[str, Form]:
    """The system forms; their `table` is a subquery, good for every read and alias, never for a write."""
    users = _system_form(USER, _users(), {"id": "number", "created_at": "datetime"}, others)
    departments = _system_form(DEPARTMENT, _departments(), {"id": "number"}, others)
    return {PEOPLE: users, DEPARTMENTS: departments}


def _system_form(
    definition: FormDef, source: Any, system: Mapping[str, str], others: Mapping[str, Form]
) -> Form:
    fields = []
    for each in definition.fields:
        kind = kinds[each.kind]
        fields.append(BoundField(each, kind, kind.options(each), (source.c[each.key],)))
    return Form(
        key=definition.key,
        definition=definition,
        table=cast(Table, source),
        fields=tuple(fields),
        others=others,
        system={**system, "version": None, "title_sort": None, "deleted_at": None},
        read_only=True,
    )
