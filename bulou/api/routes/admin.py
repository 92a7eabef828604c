"""Administration: people, departments, roles, the audit trail."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.grants import check_role
from bulou.access.rights import may_manage_people
from bulou.api.asked import Asked, read_body
from bulou.api.call import Answer, Call, checked, refused
from bulou.api.doors import Door, Doors, number, text
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, Forbidden, Invalid
from bulou.people import accounts, audit, departments, directory, passwords, roles

doors = Doors("admin")

Json = dict[str, Any]
STATES = ("active", "disabled", "not_activated")


class PersonBody(Strict):
    """Somebody: every part may be left out in a change."""

    name: str | None = Field(default=None, max_length=200)
    account: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=1000)
    email: str | None = Field(default=None, max_length=300)
    phone: str | None = Field(default=None, max_length=100)
    department: int | None = None
    departments: list[int] | None = Field(default=None, max_length=100)
    roles: list[str] | None = Field(default=None, max_length=100)
    state: str | None = None
    merge_into: int | None = None


class DepartmentBody(Strict):
    """A department; `parent` null: at the top."""

    name: str | None = Field(default=None, max_length=200)
    parent: int | None = None
    kind: str | None = None
    head: int | None = None
    position: int | None = Field(default=None, ge=0, le=1_000_000)


class RoleBody(Strict):
    """What a role may do (ARCHITECTURE.md, Rights)."""

    label: dict[str, str] = Field(min_length=1, max_length=10)
    definition: dict[str, Any]


def administrator(call: Call) -> None:
    """Forbidden for everybody else."""
    if not may_manage_people(call.actor):
        raise Forbidden(action="people", form="user")


PEOPLE = [text("q"), text("state", "active, disabled or not_activated"), number("limit", most=1000)]


@doors.get("/admin/people", "list_people", carries="people", scope="configure", query=PEOPLE, answer=ITEMS)
def list_people(call: Call) -> Json:
    """Everybody, with departments and roles."""
    administrator(call)
    state = call.text("state", most=20)
    if state is not None and state not in STATES:
        raise refused("state", "fields.not_a_choice", choices=list(STATES))
    limit = call.number("limit", 1000, most=1000)
    found = directory.listing(call.tx, text=call.text("q", "", most=100) or "", state=state, limit=limit)
    return {"items": [shown(each) for each in found], "next": None}


def shown(person: Mapping[str, Any]) -> Json:
    """A person as the pages know them."""
    home = person["department_id"]
    return {
        **{key: value for key, value in person.items() if key != "department_id"},
        "department": {"id": home, "title": person["department"]} if home else None,
    }


@doors.post(
    "/admin/people",
    "create_person",
    carries="people",
    scope="configure",
    by_hand=True,
    status=201,
    body=PersonBody,
    answer=OBJECT,
)
async def post_person(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Create somebody; without account and password they own records and cannot sign in."""
    await unit(site, lambda tx: administrator(open_call(site, door, asked, tx)), write=False)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(PersonBody, asked.body)
    fresh = await hashed(site, body.password, body.account or "")

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        administrator(call)
        new = accounts.NewPerson(
            name=body.name or "",
            account=body.account,
            password_hash=fresh,
            email=body.email,
            phone=body.phone,
            department_id=body.department,
            departments=tuple(body.departments or ()),
            roles=tuple(body.roles or ()),
        )
        return shown(directory.one(tx, accounts.create(tx, call.actor, new)))

    return to_response(encode(door, await unit(site, work)))


async def hashed(site: Site, password: str | None, account: str) -> str | None:
    """The hash of a password that may be used, None of none."""
    if password is None:
        return None
    passwords.check_password(password, account)
    return await hashing(site, lambda: passwords.hash_password(password))


@doors.get("/admin/people/{id}", "get_person", carries="people", scope="configure", answer=OBJECT)
def get_person(call: Call) -> Json:
    """One person."""
    administrator(call)
    return shown(directory.one(call.tx, call.id()))


@doors.patch(
    "/admin/people/{id}",
    "change_person",
    carries="people",
    scope="configure",
    by_hand=True,
    body=PersonBody,
    answer=OBJECT,
)
async def patch_person(site: Site, door: Door, asked: Asked, receive: Receive) -> Response:
    """Change, activate, disable, enable or merge somebody."""
    await unit(site, lambda tx: administrator(open_call(site, door, asked, tx)), write=False)
    asked.raw = await read_body(asked, receive, door.limit)
    body = checked(PersonBody, asked.body)
    id_ = asked.id("id")
    before = await unit(site, lambda tx: directory.one(tx, id_), write=False)
    fresh = await hashed(site, body.password, body.account or before["account"] or "")

    def work(tx: Tx) -> Json:
        call = open_call(site, door, asked, tx)
        administrator(call)
        change(call, id_, body, fresh)
        return shown(directory.one(tx, id_))

    return to_response(encode(door, await unit(site, work)))


NAMED = {"department": "department_id"}


def change(call: Call, id_: int, body: PersonBody, fresh: str | None) -> None:
    """Carry out what the body asks for, each part by its own use case."""
    before = directory.one(call.tx, id_)
    given = body.model_dump(exclude_unset=True, exclude={"password", "state", "merge_into"})
    account = given.get("account") or before["account"]
    if fresh is not None and before["state"] == "not_activated":
        if not account:
            raise Invalid(problems=[FieldProblem("account", "fields.required")])
        given.pop("account", None)
        accounts.activate(call.tx, call.actor, id_, account, fresh)
    elif fresh is not None:
        accounts.set_password(call.tx, call.actor, id_, fresh)
    changes = {NAMED.get(key, key): value for key, value in given.items()}
    if changes:
        accounts.change(call.tx, call.actor, id_, changes)
    _change_state(call, id_, body)


def _change_state(call: Call, id_: int, body: PersonBody) -> None:
    if body.merge_into is not None:
        accounts.merge(call.tx, call.actor, id_, body.merge_into)
    if body.state is None:
        return
    if body.state not in ("active", "disabled"):
        raise refused("state", "fields.not_a_choice", choices=["active", "disabled"])
    now = directory.one(call.tx, id_)["state"]
    if body.state == "disabled" and now != "disabled":
        accounts.disable(call.tx, call.actor, id_)
    elif body.state == "active" and now == "disabled":
        accounts.enable(call.tx, call.actor, id_)
    elif body.state == "active" and now == "not_activated":
        raise Invalid(problems=[FieldProblem("password", "fields.required")])


@doors.get("/admin/departments", "list_departments", carries="people", scope="configure", answer=ITEMS)
def list_departments(call: Call) -> Json:
    """The tree as a list in order."""
    administrator(call)
    return {"items": departments.listing(call.tx)}


@doors.post(
    "/admin/departments",
    "create_department",
    carries="people",
    scope="configure",
    status=201,
    body=DepartmentBody,
    answer=OBJECT,
)
def create_department(call: Call) -> Answer:
    """Create a department."""
    administrator(call)
    body = call.model(DepartmentBody)
    if not body.name:
        raise refused("name", "fields.required")
    id_ = departments.create(
        call.tx,
        call.actor,
        body.name,
        parent_id=body.parent,
        kind=body.kind or "department",
        head_id=body.head,
        position=body.position,
    )
    return Answer(_department(call.tx, id_), 201)


@doors.patch(
    "/admin/departments/{id}",
    "change_department",
    carries="people",
    scope="configure",
    body=DepartmentBody,
    answer=OBJECT,
)
def change_department(call: Call) -> Json:
    """Rename, move, or give another head."""
    administrator(call)
    id_ = call.id()
    given = call.model(DepartmentBody).model_dump(exclude_unset=True)
    names = {"parent": "parent_id", "head": "head_id"}
    departments.change(call.tx, call.actor, id_, {names.get(key, key): value for key, value in given.items()})
    return _department(call.tx, id_)


@doors.delete("/admin/departments/{id}", "delete_department", carries="people", scope="configure")
def delete_department(call: Call) -> None:
    """Delete an empty department."""
    administrator(call)
    departments.remove(call.tx, call.actor, call.id())


def _department(tx: Tx, id_: int) -> Json:
    return next(each for each in departments.listing(tx) if each["id"] == id_)


@doors.get("/admin/roles", "list_roles", carries="people", scope="configure", answer=ITEMS)
def list_roles(call: Call) -> Json:
    """The roles with what they may do."""
    administrator(call)
    found = roles.listing(call.tx)
    return {"items": [{**each, "admin": each["definition"].get("admin") is True} for each in found]}


@doors.put("/admin/roles/{key}", "put_role", carries="people", scope="configure", status=204, body=RoleBody)
def put_role(call: Call) -> None:
    """Create or replace a role."""
    administrator(call)
    body = call.model(RoleBody)
    check_role(body.definition)
    roles.put(call.tx, call.actor, call.part("key"), body.label, body.definition)


AUDIT = [
    text("action", "An action, or a family such as session.*"),
    text("form"),
    number("person", most=2**53),
]
AUDIT += [text("since"), text("until"), text("cursor"), number("limit", most=200)]


@doors.get("/admin/audit", "list_audit", carries="people", scope="configure", query=AUDIT, answer=ITEMS)
def list_audit(call: Call) -> Json:
    """Who did what, the newest first."""
    administrator(call)
    limit = call.number("limit", 50, most=200)
    wanted = audit.Filter(
        person_id=call.number("person", 0, least=0, most=2**31 - 1) or None,
        action=call.text("action", most=60),
        form=call.text("form", most=60),
        since=call.text("since", most=30),
        until=call.text("until", most=30),
    )
    before = call.number("cursor", 0, least=0, most=999_999_999)
    rows = audit.read(call.tx, wanted, before=before or None, limit=limit)
    names = directory.names(call.tx, [row["person_id"] for row in rows if row["person_id"]])
    items = [{**row, "by": _by(names, row["person_id"])} for row in rows]
    return {"items": items, "next": str(rows[-1]["id"]) if len(rows) == limit else None}


def _by(names: Mapping[int, str], id_: int | None) -> Json | None:
    return {"id": id_, "title": names.get(id_)} if id_ else None
