"""Administration: people."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.api.administrator import administrator
from bulou.api.asked import Asked, read_body
from bulou.api.call import Call, checked, refused
from bulou.api.doors import Door, Doors, flag, number, text
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import hashing, unit
from bulou.db.tx import Tx
from bulou.kit.errors import FieldError, FieldProblem, Invalid
from bulou.people import (
    absence,
    accounts,
    audit,
    departments,
    directory,
    invitations,
    moments,
    passwords,
    sessions,
)
from bulou.people.places import Place
from bulou.people.roles import Held

doors = Doors("admin")

Json = dict[str, Any]
STATES = ("active", "disabled", "not_activated", "present", "away")


class RoleBody(Strict):
    """A role for a time: until the end of a day (`2026-12-31`) or a moment with its offset; null: for good."""

    key: str = Field(max_length=60)
    until: str | None = Field(default=None, max_length=40)


class PlaceBody(Strict):
    """A department and what somebody is there."""

    department: int
    position: int | None = None


class PersonBody(Strict):
    """Somebody: every part may be left out in a change. `places` say `department` and `departments` at once, with
    positions, the main one first. A role given by its key alone stays held for as long as it is."""

    name: str | None = Field(default=None, max_length=200)
    account: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=1000)
    email: str | None = Field(default=None, max_length=300)
    phone: str | None = Field(default=None, max_length=100)
    department: int | None = None
    departments: list[int] | None = Field(default=None, max_length=100)
    places: list[PlaceBody] | None = Field(default=None, max_length=100)
    roles: list[str | RoleBody] | None = Field(default=None, max_length=100)
    state: str | None = None
    merge_into: int | None = None


PEOPLE = [
    text("q", "Part of the name, pinyin or the account"),
    text("state", ", ".join(STATES)),
    text("department", "Id of a department; `none`: whoever belongs to none"),
    flag("below", "With all departments below it"),
    text("role", "Key of a role"),
    text("cursor"),
    number("limit", most=1000),
]


@doors.get("/admin/people", "list_people", carries="people", scope="configure", query=PEOPLE, answer=ITEMS)
def list_people(call: Call) -> Json:
    """People by name, with departments, positions and roles; `total` of them."""
    administrator(call)
    wanted = _wanted(call)
    limit = call.number("limit", 1000, most=1000)
    found, following = directory.found(call.tx, wanted, limit=limit, cursor=call.text("cursor", most=1000))
    whole = following is None and not call.text("cursor", most=1000)
    total = len(found) if whole else directory.count(call.tx, wanted)
    return {"items": [shown(each) for each in found], "next": following, "total": total}


def _wanted(call: Call) -> directory.Wanted:
    state = call.text("state", most=20)
    if state is not None and state not in STATES:
        raise refused("state", "fields.not_a_choice", choices=list(STATES))
    place = call.text("department", most=20)
    nowhere = place == "none"
    return directory.Wanted(
        text=call.text("q", "", most=100) or "",
        state=state,
        department=call.number("department", 0, least=0, most=10**9) or None if not nowhere else None,
        below=call.flag("below"),
        role=call.text("role", most=60),
        nowhere=nowhere,
    )


def shown(person: Mapping[str, Any]) -> Json:
    """A person as the pages know them: `roles` are keys, `roles_until` says of some when they end."""
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
            places=tuple(places_of(body)),
            roles=tuple(held(tx, body)),
        )
        return shown(directory.one(tx, accounts.create(tx, call.actor, new)))

    return to_response(encode(door, await unit(site, work)))


def places_of(body: PersonBody) -> list[Place]:
    """The places that the body asks for."""
    return [Place(each.department, each.position) for each in body.places or ()]


def held(tx: Tx, body: PersonBody) -> list[str | Held]:
    """The roles that the body asks for."""
    found: list[str | Held] = []
    for at, each in enumerate(body.roles or ()):
        if isinstance(each, str):
            found.append(each)
            continue
        try:
            found.append(Held(each.key, None if each.until is None else moments.ends(tx, each.until)))
        except FieldError as error:
            raise Invalid(problems=[error.at(f"roles.{at}.until")]) from error
    return found


async def hashed(site: Site, password: str | None, account: str, rules: passwords.Rules) -> str | None:
    """The hash of a password that may be used, None of none."""
    if password is None:
        return None
    passwords.check_password(password, account, rules)
    return await hashing(site, lambda: passwords.hash_password(password))


@doors.get("/admin/people/{id}", "get_person", carries="people", scope="configure", answer=OBJECT)
def get_person(call: Call) -> Json:
    """One person with all that there is to know: absences, open invitation, last sign-in, sessions, what they lead."""
    administrator(call)
    return in_full(call, call.id())


def in_full(call: Call, id_: int) -> Json:
    """A person as the drawer shows them."""
    tx = call.tx
    person = directory.one(tx, id_)
    since = [each["created_at"] for each in sessions.listing(tx, id_)]
    return {
        **shown(person),
        "absences": [directory.with_substitute(tx, each) for each in absence.listing(tx, id_)],
        "stands_for": [
            {"id": each, "title": name}
            for each, name in directory.names(tx, absence.stood_for_at_all(tx, id_)).items()
        ],
        "leads": [
            {"id": each["id"], "title": each["name"]}
            for each in departments.listing(tx)
            if each["head_id"] == id_
        ],
        "invitation": next(iter(invitations.listing(tx, id_)), None),
        "last_sign_in": max([*since, audit.last_by(tx, "session.created", id_) or ""]) or None,
        "sessions": len(since),
        "merged_into": accounts.merged_into(tx, id_),
    }


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
    given = body.model_dump(
        exclude_unset=True, exclude={"password", "state", "merge_into", "places", "roles"}
    )
    if body.roles is not None:
        given["roles"] = held(call.tx, body)
    if body.places is not None:
        given["places"] = places_of(body)
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
