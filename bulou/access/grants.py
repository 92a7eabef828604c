"""Grants as roles carry them: actions, rows, field levels; parsed once, bad ones refused by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from bulou.expr.conditions import And, BadCondition, Condition, leaves, parse
from bulou.kit.errors import FieldProblem, Invalid
from bulou.kit.ids import is_key
from bulou.kit.protocols import Actor

ACTIONS = (
    *("read", "create", "change", "delete", "import", "export", "print"),
    *("assign", "claim", "bulk", "configure"),
)
HIDDEN, MASKED, READ, EDIT = range(4)
LEVELS: Mapping[str, int] = {"hidden": HIDDEN, "masked": MASKED, "read": READ, "edit": EDIT}
ROWS = ("own", "team", "department", "department_below", "all")
ANY = "*"
MOST_DEPARTMENTS = 1000  # chosen in one grant
MOST_REVEALS = 10_000
MOST_GRANTS = 300  # of one role: each may be a clause of every read, and a statement goes only so deep

# What each scope of a token lets pass; an action outside of them does not exist for that token.
SCOPES: Mapping[str, frozenset[str]] = {
    "read": frozenset({"read", "print"}),
    "write": frozenset({"create", "change", "delete", "assign", "claim", "bulk"}),
    "import": frozenset({"import"}),
    "export": frozenset({"export"}),
    "configure": frozenset({"configure"}),
}


class BadRole(Invalid):
    """A role's definition cannot be used; the problems say where."""

    code = "access.bad_role"


@dataclass(frozen=True)
class Departments:
    """The rows of chosen departments; those below them are named one by one by the time they are asked for."""

    ids: frozenset[int]


@dataclass(frozen=True)
class Pooled:
    """What lies in a pool: what nobody owns, sent there by name, or sent nowhere and meeting `when` and none of
    `before`, the conditions of the pools before it."""

    key: str
    when: Condition
    before: tuple[Condition, ...] = ()


Rows = str | Departments | Condition | Pooled


@dataclass(frozen=True)
class Grant:
    """One grant. `rows` is a name of ROWS, chosen departments, what lies in a pool or a condition; `fields` maps keys
    (and `*`) to levels; `role` is whose it is.

    A denying grant without fields takes the rows away; with fields it caps those fields at their levels.
    """

    form: str
    actions: frozenset[str]
    rows: Rows
    fields: Mapping[str, int] = field(default_factory=dict)
    deny: bool = False
    role: str = ""

    def level(self, key: str) -> int:
        """The level of field `key`; EDIT where the grant says nothing."""
        found = self.fields.get(key)
        return self.fields.get(ANY, EDIT) if found is None else found

    def denies_rows(self) -> bool:
        """True for a denying grant that takes whole rows away."""
        return self.deny and not self.fields


ADMIN = Grant(ANY, frozenset(ACTIONS), "all")


def parse_grant(json: Any, at: str = "", role: str = "") -> Grant:
    """The grant in `json`, of `role`; BadRole names what is wrong with it."""
    problems = list(_problems(json, at))
    if problems:
        raise BadRole(problems=problems)
    rows = json.get("rows", "all")
    return Grant(
        json["form"],
        frozenset(json["actions"]),
        _rows(rows, at),
        {key: LEVELS[level] for key, level in (json.get("fields") or {}).items()},
        bool(json.get("deny", False)),
        role,
    )


def _rows(json: Any, at: str) -> Rows:
    if isinstance(json, str):
        return json
    if "pool" in json:
        before = tuple(_condition(each, at) for each in json.get("before", ()))
        return Pooled(json["pool"], _condition(json.get("when"), at), before)
    return Departments(frozenset(json["departments"])) if "departments" in json else _condition(json, at)


def _condition(json: Any, at: str) -> Condition:
    try:
        return parse(json)
    except BadCondition as error:
        raise BadRole(problems=[FieldProblem(f"{at}rows.{error.at}", error.code, error.params)]) from error


def _problems(json: Any, at: str) -> Iterable[FieldProblem]:
    if not isinstance(json, Mapping):
        yield FieldProblem(at or "grant", "fields.not_an_object")
        return
    for key in json.keys() - {"form", "actions", "rows", "fields", "deny"}:
        yield FieldProblem(f"{at}{key}", "fields.unknown")
    form, actions, rows = json.get("form"), json.get("actions"), json.get("rows", "all")
    if not isinstance(form, str) or (form != ANY and not is_key(form)):
        yield FieldProblem(f"{at}form", "fields.invalid")
    if not isinstance(actions, list | tuple) or not all(each in ACTIONS for each in actions):
        yield FieldProblem(f"{at}actions", "fields.not_a_choice", {"choices": list(ACTIONS)})
    if not isinstance(rows, Mapping) and rows not in ROWS:
        yield FieldProblem(f"{at}rows", "fields.not_a_choice", {"choices": list(ROWS)})
    if isinstance(rows, Mapping) and "pool" in rows and not _is_pool(rows):
        yield FieldProblem(f"{at}rows.pool", "fields.invalid")
    if isinstance(rows, Mapping) and "departments" in rows and not _are_departments(rows):
        yield FieldProblem(f"{at}rows.departments", "fields.invalid")
    if not isinstance(json.get("deny", False), bool):
        yield FieldProblem(f"{at}deny", "fields.not_a_choice", {"choices": [False, True]})
    yield from _field_problems(json.get("fields"), at)


def _is_pool(rows: Mapping[str, Any]) -> bool:
    before = rows.get("before", [])
    named = isinstance(rows["pool"], str) and is_key(rows["pool"]) and isinstance(before, list | tuple)
    return named and rows.keys() <= {"pool", "when", "before"}


def _are_departments(rows: Mapping[str, Any]) -> bool:
    ids = rows["departments"]
    return (
        rows.keys() <= {"departments", "below"}
        and isinstance(rows.get("below", False), bool)
        and isinstance(ids, list | tuple)
        and 0 < len(ids) <= MOST_DEPARTMENTS
        and all(type(each) is int for each in ids)
    )


def _field_problems(fields: Any, at: str) -> Iterable[FieldProblem]:
    if fields is None:
        return
    if not isinstance(fields, Mapping):
        yield FieldProblem(f"{at}fields", "fields.not_an_object")
        return
    for key, level in fields.items():
        if (
            not isinstance(level, str)
            or level not in LEVELS
            or (key != ANY and not (isinstance(key, str) and is_key(key)))
        ):
            yield FieldProblem(f"{at}fields.{key}", "fields.not_a_choice", {"choices": list(LEVELS)})


def check_role(definition: Any) -> None:
    """BadRole unless `{grants: […], admin: bool, …}` can be used; menus and home pages are not judged."""
    if not isinstance(definition, Mapping) or not isinstance(definition.get("grants", []), list | tuple):
        raise BadRole(problems=[FieldProblem("grants", "fields.not_a_list")])
    if not isinstance(definition.get("admin", False), bool):
        raise BadRole(problems=[FieldProblem("admin", "fields.not_a_choice", {"choices": [False, True]})])
    reveals = definition.get("reveals", 0)
    if type(reveals) is not int or not 0 <= reveals <= MOST_REVEALS:
        raise BadRole(
            problems=[FieldProblem("reveals", "fields.out_of_range", {"least": 0, "most": MOST_REVEALS})]
        )
    if not _is_closed(definition.get("closed", {})):
        raise BadRole(problems=[FieldProblem("closed", "fields.invalid")])
    if len(definition.get("grants", [])) > MOST_GRANTS:
        raise BadRole(problems=[FieldProblem("grants", "fields.too_many", {"max": MOST_GRANTS})])
    for index, grant in enumerate(definition.get("grants", [])):
        parse_grant(grant, f"grants.{index}.")


def _is_closed(closed: Any) -> bool:
    """`{dashboards: [key], buttons: {form: [key]}}`, either left out."""
    if not isinstance(closed, Mapping) or not closed.keys() <= {"dashboards", "buttons"}:
        return False
    buttons = closed.get("buttons", {})
    lists = [closed.get("dashboards", []), *(buttons.values() if isinstance(buttons, Mapping) else [None])]
    return all(isinstance(each, list | tuple) and all(isinstance(key, str) for key in each) for each in lists)


def grants_of(actor: Actor) -> tuple[Grant, ...]:
    """All grants of `actor`, parsed once per actor; an administrator's come first."""
    found: tuple[Grant, ...] | None = actor.kept.get(grants_of)
    if found is None:
        named = zip_longest(actor.grants, actor.granted_by[: len(actor.grants)], fillvalue="")
        each = (parse_grant(json, role=role) for json, role in named)
        found = (*((ADMIN,) if actor.admin else ()), *each)
        actor.kept[grants_of] = found
    return found


def dated(actor: Actor) -> bool:
    """True when a grant's rows depend on relative days: what is visible then changes with the clock."""
    known: bool | None = actor.kept.get(dated)
    if known is None:
        rows = [grant.rows for grant in grants_of(actor)]
        conditions = [found for each in rows if (found := condition_of(each)) is not None]
        known = any(_is_relative(leaf.value) for condition in conditions for leaf in leaves(condition))
        actor.kept[dated] = known
    return known


def condition_of(rows: Rows) -> Condition | None:
    """The condition that rows depend on, None where they have none."""
    if isinstance(rows, Pooled):
        return And((rows.when, *rows.before))
    return None if isinstance(rows, str | Departments) else rows


def _is_relative(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, tuple) and any(map(_is_relative, value)))


def in_scope(actor: Actor, action: str) -> bool:
    """False when the caller came with a token that does not reach as far as `action`."""
    return actor.scopes is None or any(action in SCOPES.get(scope, ()) for scope in actor.scopes)


def reaches(actor: Actor, form_key: str) -> bool:
    """False when the caller came with a token that is limited to other forms."""
    return actor.forms is None or form_key in actor.forms
