"""Administration: people."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, checked, refused
from bulou.api.doors import Door, Doors, number, text
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db.tx import Tx
from bulou.kit.errors import FieldProblem, Invalid
from bulou.people import accounts, directory, passwords

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
    rules = await unit(
        site, lambda tx: passwords.rules(tx, name=body.name or "", email=body.email or ""), write=False
    )
    fresh = await hashed(site, body.password, body.account or "", rules)

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


async def hashed(site: Site, password: str | None, account: str, rules: passwords.Rules) -> str | None:
    """The hash of a password that may be used, None of none."""
    if password is None:
        return None
    passwords.check_password(password, account, rules)
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
    before, rules = await unit(
        site, lambda tx: (directory.one(tx, id_), passwords.rules(tx, id_)), write=False
    )
    fresh = await hashed(site, body.password, body.account or before["account"] or "", rules)

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
