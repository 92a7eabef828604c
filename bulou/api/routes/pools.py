"""Pools: what lies in them, taking it, giving it back and out."""

from typing import Annotated, Any

from pydantic import Field

from bulou.api.call import Call
from bulou.api.doors import Doors
from bulou.api.routes.records import CURSOR, FIELDS, FILTER, LIMIT, SEARCH, form_of, who_of
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.pools import following as _following  # noqa: F401
from bulou.pools import granting as _granting  # noqa: F401
from bulou.pools import holding as _holding  # noqa: F401
from bulou.pools import keeping as _keeping  # noqa: F401
from bulou.pools import listing, rehearsal, taking, undoing
from bulou.pools.release import release
from bulou.records import write
from bulou.records.query import Query
from bulou.records.write import Command, Outcome
from bulou.words import error_text

doors = Doors("pools")

Json = dict[str, Any]
Id = Annotated[int, Field(gt=0, lt=2**63)]
LIST = (FILTER, SEARCH, FIELDS, LIMIT, CURSOR)


class Ask(Strict):
    """Which records."""

    ids: list[Id] = Field(min_length=1, max_length=500)


class Give(Ask):
    """Which records, and who gets them."""

    person: Id


class Back(Ask):
    """Which records, why, and the pool they are sent to (none: where their values say)."""

    reason: str | None = Field(default=None, max_length=500)
    pool: str | None = Field(default=None, max_length=60)


@doors.get("/pools", "list_pools", carries="records", answer=ITEMS)
def list_pools(call: Call) -> Json:
    """The pools one belongs to, with how many records wait there and what one may still take."""
    return {"items": listing.pools(call.tx, call.actor)}


@doors.get("/pools/{key}", "get_pool", carries="records", answer=OBJECT)
def get_pool(call: Call) -> Json:
    """One of them."""
    return listing.told(call.tx, call.actor, listing.belonging(call.tx, call.actor, call.part("key")))


@doors.get("/pools/{key}/records", "list_pool", carries="records", query=LIST, answer=ITEMS)
def list_pool(call: Call) -> Json:
    """What lies in it, what came last first; `_place` says since when, why, and whose it was."""
    asked = Query(
        filter=call.json("filter"),
        search=call.text("search", most=200),
        fields=call.words("fields"),
        limit=call.number("limit", 50, most=200),
        cursor=call.text("cursor", most=100),
    )
    return listing.records(call.tx, call.actor, call.part("key"), asked)


@doors.post("/pools/{key}/claim", "claim_from_pool", carries="records", body=Ask, answer=OBJECT)
def claim_from_pool(call: Call) -> Json:
    """Take records; each is told what became of it, with who was faster or which limit it was and when it passes."""
    form = listing.form_of_mine(call.tx, call.actor, call.part("key"))
    return _results(call, taking.take_many(call.tx, who_of(call), form, call.model(Ask).ids))


@doors.post("/pools/{key}/assign", "assign_from_pool", carries="records", body=Give, answer=OBJECT)
def assign_from_pool(call: Call) -> Json:
    """Give records to somebody; for who may assign them."""
    form = listing.form_of_mine(call.tx, call.actor, call.part("key"))
    body = call.model(Give)
    commands = [Command("change", id_, {"owner": body.person}, when=listing.NOBODYS) for id_ in body.ids]
    return _results(call, write.apply(call.tx, who_of(call), form, commands, partial=True))


@doors.post("/records/{form}/release", "release_records", carries="records", body=Back, answer=OBJECT)
def release_records(call: Call) -> Json:
    """Give records back: one's own, or those one may assign. What was taken today stays counted."""
    body = call.model(Back)
    form = form_of(call)
    done = release(call.tx, who_of(call), form, body.ids, reason=body.reason, pool=body.pool)
    return _results(call, done)


@doors.post("/records/{form}/release/undo", "undo_release", carries="records", body=Ask, answer=OBJECT)
def undo_release(call: Call) -> Json:
    """Take back what one gave back within the hour, while nobody has it: its owner and their time are as before."""
    form = form_of(call)
    return _results(call, undoing.undo(call.tx, who_of(call), form, call.model(Ask).ids))


@doors.get("/forms/{form}/pools", "list_form_pools", carries="records", answer=ITEMS)
def list_form_pools(call: Call) -> Json:
    """The pools of a form, and whether one may take from each or give out of it."""
    return {"items": listing.of_form_told(call.tx, call.actor, form_of(call))}


@doors.get("/pools/{key}/rehearsal", "get_pool_rehearsal", carries="records", answer=OBJECT)
def get_pool_rehearsal(call: Call) -> Json:
    """For those who administer a pool: what goes back tonight, and what its rules would have taken in 90 days."""
    return rehearsal.of_mine(call.tx, call.actor, call.part("key"))


@doors.get("/records/{form}/{id}/pool", "get_record_pool", carries="records", answer=OBJECT)
def get_record_pool(call: Call) -> Json:
    """Why a record lies in a pool, or until when it is its owner's; the pools it could be sent to."""
    return listing.of_record(call.tx, call.actor, form_of(call), call.id())


def _results(call: Call, done: list[Outcome]) -> Json:
    """`{results: [{id, ok, code, params, detail}]}`."""
    return {"results": [_result(call, each) for each in done]}


def _result(call: Call, each: Outcome) -> Json:
    error = each.error
    if error is None:
        return {"id": each.id, "ok": True, "code": None, "params": {}, "detail": None}
    detail = error_text(error.code, error.params, call.locale)
    return {"id": each.id, "ok": False, "code": error.code, "params": error.params, "detail": detail}
