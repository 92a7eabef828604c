"""Administration: roles and what they may do."""

from typing import Any

from pydantic import Field

from bulou.access.answerable import why_not
from bulou.access.grants import BadRole, check_role, condition_of, parse_grant
from bulou.api.administrator import administrator
from bulou.api.call import Call, refused
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms import catalog
from bulou.kit.errors import FieldProblem
from bulou.kit.ids import is_key
from bulou.people import roles
from bulou.people.errors import RoleNotFound
from bulou.people.register import register
from bulou.records import role_preview

doors = Doors("admin")

Json = dict[str, Any]


class RoleBody(Strict):
    """What a role may do (ARCHITECTURE.md, Rights); `version`: the one it was looked at in."""

    label: dict[str, str] = Field(min_length=1, max_length=10)
    definition: dict[str, Any]
    version: int | None = None


class Supposed(Strict):
    """A role as it might be."""

    definition: dict[str, Any]


@doors.get("/admin/roles", "list_roles", carries="people", scope="configure", answer=ITEMS)
def list_roles(call: Call) -> Json:
    """The roles with what they may do."""
    administrator(call)
    return {"items": [_shown(each) for each in roles.listing(call.tx)]}


def _shown(role: Json) -> Json:
    return {**role, "admin": role["definition"].get("admin") is True}


@doors.get("/admin/roles/{key}", "get_role", carries="people", scope="configure", answer=OBJECT)
def get_role(call: Call) -> Json:
    """One role and who has it."""
    administrator(call)
    found = _found(call)
    names = register(call.tx).people
    until = roles.terms(call.tx, found["key"])
    members = [
        {"id": id_, "title": names[id_].name, "until": until.get(id_)}
        for id_ in roles.members(call.tx, found["key"])
    ]
    return {**_shown(found), "members": members}


def _found(call: Call) -> Json:
    key = call.part("key")
    found = next((each for each in roles.listing(call.tx) if each["key"] == key), None)
    if found is None:
        raise RoleNotFound(what="role", id=key[:60])
    return found


@doors.put("/admin/roles/{key}", "put_role", carries="people", scope="configure", status=204, body=RoleBody)
def put_role(call: Call) -> None:
    """Create or replace a role; 409 `role.changed` when another version was looked at."""
    administrator(call)
    body, key = call.model(RoleBody), call.part("key")
    if not is_key(key):
        raise refused("key", "fields.invalid")
    _check(call, key, body.definition)
    roles.put(call.tx, call.actor, key, body.label, body.definition, body.version)


def _check(call: Call, key: str, definition: Json) -> None:
    """BadRole for what cannot be used, and for new grants whose condition asks for what their form does not have.

    Those that were there stay: their field went later, and since then they open nothing.
    """
    check_role(definition)
    forms = catalog.load(call.tx)
    known: Json = next((each["definition"] for each in roles.listing(call.tx) if each["key"] == key), {})
    problems = []
    for at, grant in enumerate(definition.get("grants", [])):
        form = forms.get(grant["form"])
        parsed = parse_grant(grant)
        condition = condition_of(parsed.rows)
        if grant in known.get("grants", []) or form is None or condition is None:
            continue
        wrong = why_not(condition, form, call.actor)
        if wrong is not None:
            problems.append(FieldProblem(f"grants.{at}.rows", wrong.code, wrong.params))
    if problems:
        raise BadRole(problems=problems)


@doors.delete("/admin/roles/{key}", "delete_role", carries="people", scope="configure")
def delete_role(call: Call) -> None:
    """Delete a role that nobody has."""
    administrator(call)
    roles.remove(call.tx, call.actor, call.part("key"))


@doors.ask(
    "/admin/roles/{key}/preview",
    "preview_role",
    carries="records",
    scope="configure",
    body=Supposed,
    answer=OBJECT,
)
def preview_role(call: Call) -> Json:
    """Who would gain and lose what, if the role said this."""
    administrator(call)
    definition = call.model(Supposed).definition
    _check(call, call.part("key"), definition)
    return role_preview.preview(call.tx, _found(call)["key"], definition)
