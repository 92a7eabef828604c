"""Handing over what somebody holds: look at it, split it, carry it out, take it back; briefs for the receivers."""

from functools import partial
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive

from bulou.access.visible import require
from bulou.api.asked import Asked as Request
from bulou.api.asked import read_body
from bulou.api.call import Answer, Call, checked
from bulou.api.doors import Door, Doors, number, text
from bulou.api.routes.people import picked
from bulou.api.serve import encode, open_call, to_response
from bulou.api.shapes import ITEMS, OBJECT, Strict
from bulou.api.site import Site
from bulou.api.unit import unit
from bulou.db.tx import Tx
from bulou.forms import catalog as catalogs
from bulou.forms.form import Form
from bulou.kit.errors import Forbidden, NotFound
from bulou.records import handover
from bulou.records.handover import paper

doors = Doors("handovers")

Json = dict[str, Any]
RECORDS: dict[str, Any] = {"carries": "records"}
STARTED = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "job": {"type": "string"}},
    "required": ["id", "job"],
}


class UndoBody(Strict):
    """`enable`: whether the leaver may sign in again."""

    enable: bool = False


class BriefsBody(Strict):
    """Of which records."""

    ids: list[int] = Field(min_length=1, max_length=paper.MOST)


@doors.get(
    "/handovers",
    "list_handovers",
    **RECORDS,
    query=[number("person", most=2**31), number("limit")],
    answer=ITEMS,
)
def list_handovers(call: Call) -> Json:
    """The newest: everybody's for administrators, for heads those of their people."""
    person = call.number("person", 0, least=0, most=2**31) or None
    limit = call.number("limit", 50, most=200)
    return {"items": handover.listed(call.tx, call.actor, person_id=person, limit=limit), "next": None}


@doors.get("/handovers/people", "list_givers", **RECORDS, scope="configure", query=[text("q")], answer=ITEMS)
def list_givers(call: Call) -> Json:
    """Whose things the caller may hand over, with how many records each holds."""
    if not handover.may_see_any(call.actor):
        raise Forbidden(action="handover", form="user")
    return {"items": handover.givers(call.tx, call.actor, call.text("q", "", most=100) or ""), "next": None}


@doors.get("/handovers/people/{id}", "get_held", **RECORDS, scope="configure", answer=OBJECT)
def get_held(call: Call) -> Json:
    """Everything a person holds, and what left with them in the last 30 days."""
    return handover.held(call.tx, call.actor, call.id())


@doors.get(
    "/handovers/people/{id}/receivers",
    "list_receivers",
    **RECORDS,
    scope="configure",
    query=[text("q", "Part of the name, pinyin initials or the account")],
    answer=ITEMS,
)
def list_receivers(call: Call) -> Json:
    """Who may get what the person holds; `lacks` are the forms that the other's roles could not hold."""
    found = handover.receivers(call.tx, call.actor, call.id(), call.text("q", "", most=100) or "")
    return {"items": [picked(each) | {key: each[key] for key in ("lacks", "holds")} for each in found]}


@doors.post(
    "/handovers/plan", "plan_handover", **RECORDS, scope="configure", body=handover.Asked, answer=OBJECT
)
def plan_handover(call: Call) -> Json:
    """Who would get what, what speaks against it, who would see it; nothing is kept."""
    return handover.plan(call.tx, call.actor, call.model(handover.Asked))


@doors.post(
    "/handovers",
    "start_handover",
    **RECORDS,
    scope="configure",
    status=202,
    body=handover.Asked,
    answer=STARTED,
)
def start_handover(call: Call) -> Json:
    """Carry it out in the background: all of it in one transaction, or nothing."""
    return handover.start(call.tx, call.actor, call.model(handover.Asked))


@doors.get("/handovers/{id}", "get_handover", **RECORDS, answer=OBJECT)
def get_handover(call: Call) -> Json:
    """One handover; a receiver is shown their own part."""
    return handover.get(call.tx, call.actor, call.id())


@doors.post(
    "/handovers/{id}/undo",
    "undo_handover",
    **RECORDS,
    scope="configure",
    status=202,
    body=UndoBody,
    answer=STARTED,
)
def undo_handover(call: Call) -> Json:
    """Take it back, within seven days."""
    return handover.undo(call.tx, call.actor, call.id(), enable=call.model(UndoBody).enable)


WENT = [
    text("form", required=True),
    number("to", "a receiver", most=2**31),
    number("after", least=0, most=2**53),
]


@doors.get("/handovers/{id}/records", "list_handed_records", **RECORDS, query=WENT, answer=OBJECT)
def list_handed_records(call: Call) -> Json:
    """What went, of one form, as far as the caller may see it."""
    form = _form(call, call.text("form", "", most=40) or "")
    to = call.number("to", 0, least=0, most=2**31) or None
    after = call.number("after", 0, least=0, most=2**53)
    return handover.records(call.tx, call.actor, call.id(), form, after=after, to=to)


@doors.get("/handovers/{id}/briefs", "list_briefs", **RECORDS, answer=ITEMS)
def list_briefs(call: Call) -> Json:
    """The forms of the handover whose records are customers, to have briefs of."""
    found = handover.get(call.tx, call.actor, call.id())
    keys = dict.fromkeys(each["form"] for some in found["receivers"] for each in some["forms"])
    forms = handover.briefed(catalogs.load(call.tx), list(keys))
    return {
        "items": [{"form": form.key, "label": dict(form.definition.label)} for form in forms],
        "next": None,
    }


@doors.get("/briefs/{form}/{id}", "get_brief", **RECORDS, answer=OBJECT)
def get_brief(call: Call) -> Json:
    """A customer on one page, as the caller may see it."""
    return handover.brief(call.tx, call.actor, _form(call, call.part("form")), call.id(), call.site.files)


@doors.post(
    "/briefs/{form}/pdf",
    "print_briefs",
    **RECORDS,
    scope="read",
    by_hand=True,
    body=BriefsBody,
    answer={"application/pdf": {"type": "string", "format": "binary"}},
)
async def print_briefs(site: Site, door: Door, asked: Request, receive: Receive) -> Response:
    """Briefs as one PDF."""
    await unit(
        site, lambda tx: _form(open_call(site, door, asked, tx), asked.path["form"], "print"), write=False
    )
    asked.raw = await read_body(asked, receive, 64 * 1024)

    def read(tx: Tx) -> tuple[paper.Ready, str, list[int]]:
        call = open_call(site, door, asked, tx)
        form, ids = (
            _form(call, call.part("form"), "print"),
            list(dict.fromkeys(checked(BriefsBody, call.body).ids)),
        )
        return paper.prepare(tx, call.actor, form, ids, str(site.files)), form.key, ids

    ready, key, ids = await unit(site, read, write=False)
    data = await to_thread.run_sync(partial(paper.make, ready), limiter=site.printing)

    def noted(tx: Tx) -> None:
        paper.note(tx, open_call(site, door, asked, tx).actor, catalogs.load(tx)[key], ids)

    await unit(site, noted)
    return to_response(encode(door, _file(data, ready.name)))


def _form(call: Call, key: str, action: str = "read") -> Form:
    form = catalogs.load(call.tx).get(key)
    if form is None or form.read_only:
        raise NotFound(what="form", id=key[:40])
    require(call.actor, form.key, action)
    return form


def _file(data: bytes, name: str) -> Answer:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = ((b"content-disposition", disposition.encode()), (b"cache-control", b"private, no-store"))
    return Answer(data, headers=headers, media=b"application/pdf")
