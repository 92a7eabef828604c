"""Changing many records at once, and taking it back."""

from typing import Any

from pydantic import Field

from bulou.api.call import Call, refused
from bulou.api.doors import Doors, number
from bulou.api.routes.records import form_of
from bulou.api.shapes import ITEMS, OBJECT, Started, Strict
from bulou.api.undo import undo_batch
from bulou.records import batches
from bulou.records.batches import Bulk
from bulou.words import error_text

doors = Doors("batches")


class BulkBody(Strict):
    """Which records (`ids`, else all under `filter` and `search`), and what becomes of them."""

    ids: list[int] | None = Field(default=None, max_length=100_000)
    filter: Any = None
    search: str | None = Field(default=None, max_length=200)
    change: dict[str, Any] | None = None
    move: dict[str, Any] | None = None


@doors.post(
    "/records/{form}/bulk", "change_many", carries="records", status=202, body=BulkBody, answer=Started
)
def change_many(call: Call) -> dict[str, Any]:
    """Change or move many records as one batch that can be undone."""
    form = form_of(call, "bulk")
    body = call.model(BulkBody)
    if body.ids is not None and any(not 0 < id_ < 2**63 for id_ in body.ids):
        raise refused("ids", "fields.not_an_id")
    asked = Bulk(body.ids, body.filter, body.search, body.change or {}, body.move)
    via = "page" if call.session else "api"
    return batches.start(call.tx, call.actor, form, asked, via=via, locale=call.locale)


@doors.get("/batches", "list_batches", carries="records", query=[number("limit", most=200)], answer=ITEMS)
def list_batches(call: Call) -> dict[str, Any]:
    """One's batches, the newest first."""
    return {"items": batches.listed(call.tx, call.actor, limit=call.number("limit", 50, most=200))}


@doors.get("/batches/{id}", "get_batch", carries="records", answer=OBJECT)
def get_batch(call: Call) -> dict[str, Any]:
    """What a batch did, record by record."""
    found = batches.get(call.tx, call.actor, call.id())
    for each in found["results"]:
        each["detail"] = None if each["ok"] else error_text(each["code"], each.get("params"), call.locale)
    return found


@doors.post("/batches/{id}/undo", "undo_batch", carries="records", status=202, answer=Started)
def post_undo(call: Call) -> dict[str, Any]:
    """Take a batch back, as a batch of its own."""
    return undo_batch(call, call.id())
