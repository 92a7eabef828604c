"""What an actor's grants mean for one form and action: rows, and for every field the rows it is open on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulou.access.answerable import applicable
from bulou.access.grants import ANY, EDIT, HIDDEN, MASKED, READ, Grant, grants_of, in_scope, reaches
from bulou.access.scope import EVERYTHING, NOTHING, PEOPLE, Scope, scope_of
from bulou.kit.protocols import MANY, Actor, FormLike

DEPARTMENTS = "department"
ALWAYS = frozenset({"id", "version", "deleted_at"})  # of a row that may be seen at all
_OURS = frozenset({PEOPLE, DEPARTMENTS})
UNMASKED = frozenset({*MANY, "record", "person", "department", "rows", "file", None})
_READ_ONLY = frozenset({"read"})
_PUBLIC = ("name", "department", "head", "parent", "kind", "state")


@dataclass(frozen=True)
class Open:
    """Where a field is open: on the rows of `allowed` that are not in `denied`."""

    allowed: Scope
    denied: Scope = NOTHING


@dataclass(frozen=True)
class Plan:
    """The rows (`rows` without `denied`) and the open fields, each with the rows it is open on."""

    rows: Scope
    denied: Scope
    fields: Mapping[str, Open]
    masked: Mapping[str, Open] = field(default_factory=dict)  # where at least a mask of the value is shown


NO = Plan(NOTHING, NOTHING, {})


def needed_level(action: str) -> int:
    """The field level that `action` asks for."""
    return EDIT if action in {"create", "change"} else READ


def plan_for(actor: Actor, form: FormLike, action: str) -> Plan:
    """The plan, made once per actor, form and action."""
    if actor.is_system:
        return Plan(EVERYTHING, NOTHING, dict.fromkeys(keys_of(form), Open(EVERYTHING)))
    key = (plan_for, form.key, action)
    known: tuple[FormLike, Plan] | None = actor.kept.get(key)
    if known is None or known[0] is not form:
        known = actor.kept[key] = (form, _make(actor, form, action))
    return known[1]


def _make(actor: Actor, form: FormLike, action: str) -> Plan:
    grants = applicable(applying(actor, form.key, action), form, actor)
    allows = [grant for grant in grants if not grant.deny]
    if not allows:
        return NO
    rows = scope_of(allows, actor, action, shared=True)
    denied = scope_of([grant for grant in grants if grant.denies_rows()], actor, action)
    if denied.everything:
        return NO
    fields = _fields(actor, form, grants, action, needed_level(action))
    masked = _masked(actor, form, grants, action, fields) if needed_level(action) == READ else {}
    return Plan(rows, denied, fields, masked)


def _masked(
    actor: Actor, form: FormLike, grants: Sequence[Grant], action: str, fields: Mapping[str, Open]
) -> dict[str, Open]:
    """The fields of which a mask is shown on rows where they are not open themselves."""
    if not any(MASKED in grant.fields.values() for grant in grants):
        return {}
    found = _fields(actor, form, grants, action, MASKED)
    return {key: open_ for key, open_ in found.items() if fields.get(key) != open_ and _maskable(form, key)}


def _maskable(form: FormLike, key: str) -> bool:
    """Whether a value has a mask: what points at records, people or files, and lookups, are shown or are not."""
    return key in form.by_key and key not in form.lookups and form.operand_type(key) not in UNMASKED


def _fields(
    actor: Actor, form: FormLike, grants: Sequence[Grant], action: str, level: int
) -> dict[str, Open]:
    found: dict[str, Open] = {}
    alike: dict[Any, Open] = {}
    for key in keys_of(form):
        named = form.title if key == "title_sort" else key
        allows = tuple(grant for grant in grants if not grant.deny and grant.level(named) >= level)
        denies = tuple(grant for grant in grants if _denies(grant, named, level))
        signature = (tuple(map(id, allows)), tuple(map(id, denies)))
        if signature not in alike:
            allowed = scope_of(allows, actor, action, shared=True)
            alike[signature] = Open(allowed, scope_of(denies, actor, action))
        open_ = alike[signature]
        if allows and not open_.allowed.nothing and not open_.denied.everything:
            found[key] = open_
    for key, grounds in form.grounds.items():
        if not grounds <= found.keys():
            found.pop(key, None)
    return found


def _denies(grant: Grant, key: str, level: int) -> bool:
    """A denial caps the fields it names; those it does not name stay as they are."""
    cap = grant.fields.get(key, grant.fields.get(ANY))
    return grant.deny and cap is not None and cap < level


def keys_of(form: FormLike) -> tuple[str, ...]:
    """The fields and system columns whose levels are asked for."""
    return (*form.by_key, *(key for key in form.system if key not in ALWAYS))


def applying(actor: Actor, form_key: str, action: str) -> list[Grant]:
    """The grants and denials that concern `action` on a form; none when a token does not reach so far.

    People and departments follow their own grants only: a role for all business forms says nothing of them.
    Everybody signed in may read the public part.
    """
    if form_key in _OURS:
        own = [
            grant
            for grant in grants_of(actor)
            if reaches(actor, form_key) and (grant.form == form_key or (actor.admin and grant.form == ANY))
        ]
        return [*_public(actor, form_key, action), *(grant for grant in own if action in grant.actions)]
    if not in_scope(actor, action) or not reaches(actor, form_key):
        return []
    return [grant for grant in grants_of(actor) if grant.form in (ANY, form_key) and action in grant.actions]


def _public(actor: Actor, form_key: str, action: str) -> list[Grant]:
    if action != "read" or actor.person_id is None or actor.person_id <= 0:
        return []
    levels = {ANY: HIDDEN, **dict.fromkeys(_PUBLIC, READ)}
    return [Grant(form_key, _READ_ONLY, "all", levels)]
