"""Records opened to others: shares, teams; records taken, masked values looked at."""

from typing import Any, Literal

from pydantic import Field

from bulou.api.call import Answer, Call, refused
from bulou.api.doors import Doors
from bulou.api.routes.records import form_of, who_of, written
from bulou.api.shapes import ITEMS, OBJECT, Record, Strict
from bulou.kit.clock import instant, parse_instant
from bulou.pools import taking
from bulou.records import revealing, sharing
from bulou.records.twins.asking import waiting

doors = Doors("records")


class Subject(Strict):
    """Exactly one of the three."""

    person: int | None = None
    department: int | None = None
    role: str | None = Field(default=None, max_length=60)


class ShareBody(Strict):
    """Who the record is opened to, how far, until when, and what a team's member is there for."""

    kind: Literal["share", "team"] = "share"
    to: Subject
    level: Literal["read", "write"] = "read"
    until: str | None = Field(default=None, max_length=40)
    duty: str | None = Field(default=None, max_length=200)


class Reveal(Strict):
    """The field to look at."""

    field: str = Field(min_length=1, max_length=60)


@doors.get("/records/{form}/{id}/shares", "list_shares", carries="records", answer=ITEMS)
def list_shares(call: Call) -> dict[str, Any]:
    """Who the record is open to beside those whose roles reach it, and who asked the caller to be taken in (`asks`)."""
    form, id_ = form_of(call), call.id()
    found = sharing.listing(call.tx, call.actor, form, id_)
    return {**found, "asks": waiting(call.tx, call.actor, form, id_) if found["may"] else []}


@doors.post(
    "/records/{form}/{id}/shares",
    "share_record",
    carries="records",
    status=201,
    body=ShareBody,
    answer=OBJECT,
)
def share_record(call: Call) -> Answer:
    """Share the record or take somebody into its team; the same again changes level, term and duty."""
    form, body = form_of(call), call.model(ShareBody)
    to = body.to.model_dump(exclude_none=True)
    wanted = sharing.Wanted(body.kind, to, body.level, _moment(body.until), body.duty)
    made = sharing.put(call.tx, call.actor, form, call.id(), wanted)
    return Answer(sharing.one(call.tx, call.actor, form, made), 201)


def _moment(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return instant(parse_instant(text))
    except ValueError:
        raise refused("until", "fields.invalid") from None


@doors.delete("/records/{form}/{id}/shares/{share}", "unshare_record", carries="records")
def unshare_record(call: Call) -> None:
    """End a share, or a place in the team."""
    sharing.take_back(call.tx, call.actor, form_of(call), call.id(), call.id("share"))


@doors.post("/records/{form}/{id}/claim", "claim_record", carries="records", answer=Record)
def claim_record(call: Call) -> dict[str, Any]:
    """Take a record that nobody owns; 409 `records.already_owned` says who was faster."""
    form = form_of(call)
    return written(call, form, taking.take(call.tx, who_of(call), form, call.id()))


@doors.post(
    "/records/{form}/{id}/reveal",
    "reveal_field",
    carries="records",
    repeatable=False,
    body=Reveal,
    answer=OBJECT,
)
def reveal_field(call: Call) -> dict[str, Any]:
    """Look at a masked value: audited, and counted against the day's budget."""
    return revealing.reveal(call.tx, call.actor, form_of(call), call.id(), call.model(Reveal).field)
