"""The tree of departments, with its closure table: created, changed, moved, deleted; never in a circle."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update

from bulou.db.tables.people import department, department_closure, person, person_department
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem
from bulou.kit.events import Event
from bulou.kit.protocols import Actor
from bulou.kit.text import clean, unstorable
from bulou.kit.words import say
from bulou.people import audit, revision
from bulou.people.contributed import Naming, namers
from bulou.people.errors import (
    BadPerson,
    DepartmentCycle,
    DepartmentInUse,
    DepartmentNamed,
    DepartmentNotFound,
    HeadNotActive,
    PersonNotFound,
)

Kind = Literal["department", "company"]
KINDS = ("department", "company")
_CACHE = "people.tree"
_CHANGEABLE = frozenset({"name", "kind", "parent_id", "head_id", "position"})


def create(
    tx: Tx,
    by: Actor,
    name: str,
    *,
    parent_id: int | None = None,
    kind: str = "department",
    head_id: int | None = None,
    position: int | None = None,
) -> int:
    """A new department below `parent_id` (None: at the top); its id. The head becomes a member."""
    revision.changing(tx)
    if parent_id is not None:
        _living(tx, parent_id)
    if position is None:
        position = _last(tx, parent_id) + 1
    values = _checked(tx, {"name": name, "kind": kind, "head_id": head_id, "position": position})
    id_ = int(tx.value(insert(department).values(parent_id=parent_id, **values).returning(department.c.id)))
    tx.execute(insert(department_closure).values(above_id=id_, below_id=id_, depth=0))
    if parent_id is not None:
        _hang(tx, id_, parent_id)
    _admit_head(tx, id_, head_id)
    audit.write(tx, by, "department.created", detail={"id": id_, "name": values["name"], "parent": parent_id})
    return id_


def change(tx: Tx, by: Actor, id_: int, changes: Mapping[str, Any]) -> None:
    """Change `name`, `kind`, `parent_id`, `head_id` or `position`; DepartmentCycle if it lay in itself."""
    revision.changing(tx)
    _living(tx, id_)
    before = _told(tx, id_)
    values = _checked(tx, changes)
    if "parent_id" in values and values["parent_id"] != before["parent_id"]:
        _move(tx, id_, values["parent_id"])
        values.setdefault("position", _last(tx, values["parent_id"]) + 1)
    if values:
        tx.execute(update(department).where(department.c.id == id_).values(values))
    _admit_head(tx, id_, values.get("head_id"))
    told = audit.pairs(before, _told(tx, id_))
    audit.write(tx, by, "department.changed", detail={"id": id_, "name": before["name"], **told})
    tx.emit(Event("department.changed", body={"id": id_, "fields": sorted(values)}, actor_id=by.person_id))


def remove(tx: Tx, by: Actor, id_: int) -> None:
    """Delete an empty department that nothing names; records in the bin keep showing its name.

    DepartmentInUse, DepartmentNamed.
    """
    revision.changing(tx)
    _living(tx, id_)
    lives = department.c.deleted_at.is_(None)
    below = tx.value(select(func.count()).select_from(department).where(department.c.parent_id == id_, lives))
    belongs = person_department.c.department_id == id_
    members = select(func.count()).join(person, person.c.id == person_department.c.person_id)
    people = tx.value(members.where(belongs, person.c.state != "disabled"))
    if below or people:
        raise DepartmentInUse(people=people, departments=below)
    _refuse_named(tx, by, id_)
    tx.execute(delete(person_department).where(belongs))  # who has left does not come back to it
    tx.execute(update(person).where(person.c.department_id == id_).values(department_id=None))
    tx.execute(update(department).where(department.c.id == id_).values(deleted_at=tx.now_text))
    tx.execute(delete(department_closure).where(department_closure.c.below_id == id_))
    audit.write(tx, by, "department.deleted", detail={"id": id_, "name": _told(tx, id_)["name"]})


def order(tx: Tx, by: Actor, parent_id: int | None, ids: Sequence[int]) -> None:
    """Put the departments below `parent_id` into this order; those not named come after."""
    revision.changing(tx)
    lives = department.c.deleted_at.is_(None)
    beside = department.c.parent_id.is_(None) if parent_id is None else department.c.parent_id == parent_id
    query = select(department.c.id).where(beside, lives)
    known = [row[0] for row in tx.rows(query.order_by(department.c.position, department.c.id))]
    for id_ in ids:
        if id_ not in known:
            raise DepartmentNotFound(what="department", id=id_)
    for at, id_ in enumerate(dict.fromkeys([*ids, *known]), 1):
        tx.execute(update(department).where(department.c.id == id_).values(position=at))
    audit.write(tx, by, "department.ordered", detail={"parent": parent_id, "departments": list(ids)[:200]})


def named(tx: Tx, id_: int) -> list[Naming]:
    """Where the department is named."""
    return [naming for namer in namers for naming in namer.names(tx, id_)]


def _refuse_named(tx: Tx, by: Actor, id_: int) -> None:
    found = named(tx, id_)
    if not found:
        return
    said = [say(each.label, by.locale) + (f" ({each.count})" if each.count else "") for each in found]
    where = [{"kind": each.kind, "key": each.key, "count": each.count} for each in found]
    raise DepartmentNamed(places=said, where=where)


def _last(tx: Tx, parent_id: int | None) -> int:
    """The place of the last department below `parent_id`, 0 when there is none."""
    beside = department.c.parent_id.is_(None) if parent_id is None else department.c.parent_id == parent_id
    query = select(func.max(department.c.position)).where(beside, department.c.deleted_at.is_(None))
    return tx.value(query) or 0


def listing(tx: Tx) -> list[dict[str, Any]]:
    """All living departments in order: `{id, name, kind, parent_id, head_id, position, people}`; `people` whose main
    one it is."""
    members = (
        select(func.count(person.c.id))
        .where(person.c.department_id == department.c.id, person.c.state != "disabled")
        .correlate(department)
        .scalar_subquery()
    )
    shown = [department.c[key] for key in ("id", "name", "kind", "parent_id", "head_id", "position")]
    query = select(*shown, members.label("people")).where(department.c.deleted_at.is_(None))
    names = ("id", "name", "kind", "parent_id", "head_id", "position", "people")
    rows = tx.rows(query.order_by(department.c.position, department.c.id))
    return [dict(zip(names, row, strict=True)) for row in rows]


def counts(tx: Tx) -> tuple[dict[int, int], dict[int, int]]:
    """People who have not left: by department they belong to, main or not; by department with all below it."""
    closure, place = department_closure, person_department
    here = select(place.c.department_id, func.count()).join(person, person.c.id == place.c.person_id)
    here = here.where(person.c.state != "disabled").group_by(place.c.department_id)
    under = select(closure.c.above_id, func.count(place.c.person_id.distinct())).join(
        place, place.c.department_id == closure.c.below_id
    )
    under = under.join(person, person.c.id == place.c.person_id)
    under = under.where(person.c.state != "disabled").group_by(closure.c.above_id)
    return dict(tx.rows(here)), dict(tx.rows(under))


def tree(tx: Tx) -> Mapping[int, frozenset[int]]:
    """Department → itself and all below; cached until anything about people changes (Context.tree)."""
    at = revision.current(tx)
    known: tuple[int, Mapping[int, frozenset[int]]] | None = tx.db.cache.get(_CACHE)
    if known is not None and known[0] == at and not revision.is_private(tx):
        return known[1]
    below: dict[int, set[int]] = {}
    for above, under in tx.rows(select(department_closure.c.above_id, department_closure.c.below_id)):
        below.setdefault(above, set()).add(under)
    found = {above: frozenset(ids) for above, ids in below.items()}
    if not revision.is_private(tx):
        tx.db.cache[_CACHE] = (at, found)
    return found


def _told(tx: Tx, id_: int) -> dict[str, Any]:
    """What the audit trail tells of a department, before and after a change."""
    names = ("name", "kind", "parent_id", "head_id", "position")
    row = tx.one(select(*(department.c[key] for key in names)).where(department.c.id == id_))
    return dict(zip(names, row, strict=True))


def _living(tx: Tx, id_: int) -> None:
    query = select(department.c.id).where(department.c.id == id_, department.c.deleted_at.is_(None))
    if tx.value(query) is None:
        raise DepartmentNotFound(what="department", id=id_)


def _checked(tx: Tx, changes: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(changes)
    if values.get("position", 0) is None:
        del values["position"]
    unknown = [FieldProblem(str(key), "fields.unknown") for key in values.keys() - _CHANGEABLE]
    if unknown:
        raise BadPerson(problems=unknown)
    if "name" in values:
        name = values["name"]
        values["name"] = clean(name) if isinstance(name, str) and not unstorable(name) else ""
        if not 0 < len(values["name"]) <= 100:
            raise BadPerson(
                problems=[FieldProblem("name", "fields.required" if not name else "fields.invalid")]
            )
    if values.get("kind", "department") not in KINDS:
        raise BadPerson(problems=[FieldProblem("kind", "fields.not_a_choice", {"choices": list(KINDS)})])
    _check_head(tx, values.get("head_id"))
    return values


def _check_head(tx: Tx, head: int | None) -> None:
    """Who leads is there: disabled and merged people lead nobody."""
    if head is None:
        return
    row = tx.one(select(person.c.name, person.c.state).where(person.c.id == head))
    if row is None:
        raise PersonNotFound(what="person", id=head)
    if row.state == "disabled":
        raise HeadNotActive(id=head, name=row.name)


def _admit_head(tx: Tx, id_: int, head_id: int | None) -> None:
    """A head sees what the department sees, hence belongs to it."""
    if head_id is None:
        return
    belongs = person_department.c.person_id == head_id
    held = [row[0] for row in tx.rows(select(person_department.c.department_id).where(belongs))]
    if id_ not in held:
        tx.execute(
            insert(person_department).values(person_id=head_id, department_id=id_, position=len(held) + 1)
        )


def _move(tx: Tx, id_: int, parent_id: int | None) -> None:
    if parent_id is not None:
        _living(tx, parent_id)
        inside = select(department_closure.c.depth).where(
            department_closure.c.above_id == id_, department_closure.c.below_id == parent_id
        )
        if tx.value(inside) is not None:
            raise DepartmentCycle(id=id_, parent=parent_id)
    closure = department_closure
    branch = select(closure.c.below_id).where(closure.c.above_id == id_)
    ids = [row[0] for row in tx.rows(branch)]
    tx.execute(delete(closure).where(closure.c.below_id.in_(ids), closure.c.above_id.not_in(ids)))
    if parent_id is not None:
        _hang(tx, id_, parent_id)


def _hang(tx: Tx, id_: int, parent_id: int) -> None:
    """Everything below `id_` comes below everything above `parent_id`."""
    up, down = department_closure.alias(), department_closure.alias()
    each = up.join(down, down.c.above_id == id_)
    depth = up.c.depth + down.c.depth + 1
    pairs = select(up.c.above_id, down.c.below_id, depth).select_from(each).where(up.c.below_id == parent_id)
    tx.execute(insert(department_closure).from_select(["above_id", "below_id", "depth"], pairs))
