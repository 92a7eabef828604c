"""Many records at once: start a batch, look at it, take it back."""

from typing import Any

from pydantic import Field, model_validator

from bulou.api.call import Call
from bulou.api.doors import Doors, number
from bulou.api.routes.records import form_of
from bulou.api.shapes import ITEMS, OBJECT, Started, Strict
from bulou.api.undo import undo_batch
from bulou.records import batches

doors = Doors("batches")

MOST_IDS = 100_000


class BulkChange(Strict):
    """Which records (`ids`, or all under `filter` and `search`) and what becomes of them (`change` or `move`)."""

    ids: list[int] | None = Field(default=None, max_length=MOST_IDS)
    filter: dict[str, Any] | None = None
    search: str | None = Field(default=None, max_length=200)
    change: dict[str, Any] = Field(default_factory=dict)
    move: dict[str, Any] | None = None

    @model_validator(mode="after")
    def says_one_thing(self) -> "BulkChange":
        """Exactly one of `change` and `move`."""
        if bool(self.change) == (self.move is not None):
            raise ValueError("either change or move")
        return self


@doors.post(
    "/records/{form}/bulk", "change_many", carries="records", status=202, body=BulkChange, answer=Started
)
def change_many(call: Call) -> dict[str, Any]:
    """Change, move or delete many records as one batch that can be taken back."""
    form = form_of(call)
    body = call.model(BulkChange)
    asked = batches.Bulk(
        ids=body.ids, filter=body.filter, search=body.search, change=body.change, move=body.move
    )
    via = "page" if call.session else "api"
    return batches.start(call.tx, call.actor, form, asked, via=via, locale=call.locale)


@doors.get("/batches", "list_batches", carries="records", query=[number("limit", most=200)], answer=ITEMS)
def list_batches(call: Call) -> dict[str, Any]:
    """One's batches, the newest first."""
    return {"items": batches.listed(call.tx, call.actor, limit=call.number("limit", 50, most=200))}


@doors.get("/batches/{id}", "get_batch", carries="records", answer=OBJECT)
def get_batch(call: Call) -> dict[str, Any]:
    """What a batch did, record by record."""
    return batches.get(call.tx, call.actor, call.id())


@doors.post("/batches/{id}/undo", "undo_batch", carries="records", status=202, answer=Started)
def undo(call: Call) -> dict[str, Any]:
    """Take a batch back, as a batch of its own."""
    return undo_batch(call, call.id())
