"""What pools say, for who configures: kept by version, checked, with what a change would do before it is made."""

from typing import Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.forms import catalog as catalogs
from bulou.people.register import register
from bulou.pools import effects, rehearsal, store, versions
from bulou.pools.definition import Pool, people_in, problems_of
from bulou.words import field_error

doors = Doors("pools")

Json = dict[str, Any]
CONFIGURE: Json = {"carries": "definitions", "scope": "configure"}
ASKED: Json = {**CONFIGURE, "repeatable": False}


class PoolBody(Strict):
    """A definition; `version` is the one last seen, 0 for a new pool."""

    version: int = Field(ge=0)
    definition: Json


class Tried(Strict):
    """A definition to try out."""

    definition: Json


class Change(Strict):
    """A definition that may be kept; none: the pool would be taken away."""

    definition: Json | None


@doors.get("/admin/pools", "list_pool_definitions", **CONFIGURE, answer=ITEMS)
def list_pool_definitions(call: Call) -> Json:
    """All pools as they are defined, with their versions and what is wrong with each now."""
    store.may_configure(call.tx, call.actor)
    return {"items": [_told(call, pool, version) for pool, version in store.everything(call.tx)]}


@doors.get("/admin/pools/{key}", "get_pool_definition", **CONFIGURE, answer=OBJECT)
def get_pool_definition(call: Call) -> Json:
    """One of them."""
    store.may_configure(call.tx, call.actor)
    return _told(call, *store.one(call.tx, call.part("key")))


@doors.put("/admin/pools/{key}", "put_pool", **CONFIGURE, body=PoolBody, answer=OBJECT)
def put_pool(call: Call) -> Json:
    """Keep a definition; 409 if somebody else has changed it meanwhile."""
    store.may_configure(call.tx, call.actor)
    body = call.model(PoolBody)
    version = store.put(call.tx, call.actor, _named(call, body.definition), body.version)
    return {"key": call.part("key"), "version": version}


@doors.get("/admin/pools/{key}/versions", "list_pool_versions", **CONFIGURE, answer=ITEMS)
def list_pool_versions(call: Call) -> Json:
    """What it said before, the last first; no definition: it was taken away then. 404 for what never was a pool."""
    store.may_configure(call.tx, call.actor)
    found = versions.listed(call.tx, call.part("key"))
    if not found:
        store.one(call.tx, call.part("key"))
    return {"items": found}


@doors.post("/admin/pools/{key}/check", "check_pool", **ASKED, body=Tried, answer=OBJECT)
def check_pool(call: Call) -> Json:
    """What is wrong with a definition: `{problems: [{field, code, detail, params}]}`."""
    store.may_configure(call.tx, call.actor)
    problems = effects.check(call.tx, call.actor, _named(call, call.model(Tried).definition))
    return {"problems": [field_error(each, call.locale) for each in problems]}


@doors.post("/admin/pools/{key}/preview", "preview_pool", **ASKED, body=Change, answer=OBJECT)
def preview_pool(call: Call) -> Json:
    """What keeping a definition would do: what falls tonight because of it, who would see more and who less."""
    store.may_configure(call.tx, call.actor)
    body = call.model(Change).definition
    definition = _named(call, body) if body is not None else None
    return effects.preview(call.tx, call.actor, call.part("key"), definition)


@doors.post("/admin/pools/{key}/rehearse", "rehearse_pool", **ASKED, body=Tried, answer=OBJECT)
def rehearse_pool(call: Call) -> Json:
    """What a definition, in force or not, would take back tonight, and would have in the last 90 days."""
    store.may_configure(call.tx, call.actor)
    return rehearsal.rehearse(call.tx, call.actor, _named(call, call.model(Tried).definition))


@doors.delete("/admin/pools/{key}", "delete_pool", **CONFIGURE)
def delete_pool(call: Call) -> None:
    """Take a pool away; its records stay, and so does the ledger."""
    store.remove(call.tx, call.actor, call.part("key"))


def _named(call: Call, definition: Json) -> Json:
    return {**definition, "key": call.part("key")}


def _told(call: Call, pool: Pool, version: int) -> Json:
    problems = problems_of(pool, catalogs.load(call.tx))
    known = register(call.tx).people
    people = [(id_, known[id_]) for id_ in sorted(people_in(pool)) if id_ in known]
    return {
        "definition": pool.body,
        "version": version,
        "problems": [field_error(each, call.locale) for each in problems],
        "people": [{"id": id_, "title": each.name, "state": each.state} for id_, each in people],
    }
